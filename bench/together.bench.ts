import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberIn, type Child } from './child.js';
import { portableEngines, threadCounts } from './contenders.js';
import { encodeNumbers } from './network.js';
import { interleaved } from './rounds.js';
import { summaryOfTimes } from './samples.js';
import type { Section } from './section.js';
import { startAll } from './start.js';
import type { Row } from './table.js';

/** Two trainings at once, each with all the threads that are compared, against one that has the machine for itself. */
export const bench: Section = async ({ quick, folder }) => {
  const numbers = join(folder, 'numbers.safetensors');
  writeFileSync(numbers, encodeNumbers(300));
  const threads = Math.max(...threadCounts);
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const contender of portableEngines) {
    const [one, other] = [await startAll([contender], numbers), await startAll([contender], numbers)];
    notes.push(...one.notes);
    const [first, second] = [one, other].map(
      ({ started }) => started.find((each) => each.threads === threads)?.child,
    );
    if (first !== undefined && second !== undefined)
      rows.push({ what: contender.name, values: await compared(first, second, quick) });
    for (const { child } of [...one.started, ...other.started]) child.close();
  }
  return [
    {
      title: `two trainings at once, ${threads} threads each`,
      columns: [
        'alone, best ms',
        'both, best ms',
        '% over fair share',
        'alone, median',
        'both, median',
        '% over',
      ],
      rows,
      notes: [
        'An update; of both, the slower. Fair share: twice the time alone. % over it: by the best rounds, and by the medians.',
        ...notes,
      ],
    },
  ];
};

async function compared(first: Child, second: Child, quick: boolean): Promise<readonly number[]> {
  const updates = quick ? 5 : 100;
  const train = async (child: Child): Promise<number> =>
    numberIn(await child.ask(`train ${updates}`), 'milliseconds') / updates;
  const values = await interleaved(
    {
      alone: { round: () => train(first) },
      both: { round: async () => Math.max(...(await Promise.all([train(first), train(second)]))) },
    },
    quick ? 1 : 15,
  );
  const [alone, both] = [summaryOfTimes(values.alone), summaryOfTimes(values.both)];
  return (['best', 'median'] as const).flatMap((which) => [
    alone[which],
    both[which],
    100 * (both[which] / (2 * alone[which]) - 1),
  ]);
}

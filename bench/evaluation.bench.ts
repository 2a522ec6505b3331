import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberIn } from './child.js';
import { perThreads, portableEngines, threadCounts } from './contenders.js';
import { encodeNumbers } from './network.js';
import { interleaved, type Measured } from './rounds.js';
import { summaryOfTimes } from './samples.js';
import type { Section } from './section.js';
import { startAll } from './start.js';

const evaluated = 10_000;
const probed = 300;

/** What a network is asked besides updates: costs and predictions of a test set, gradients of the examples that are probed. */
export const bench: Section = async ({ quick, folder }) => {
  const numbers = join(folder, 'numbers.safetensors');
  writeFileSync(numbers, encodeNumbers(probed));
  const { started, notes } = await startAll(portableEngines, numbers);
  const work = quick ? [`gradients ${probed}`] : [`evaluate ${evaluated}`, `gradients ${probed}`];
  const rounds: Record<string, Measured> = {};
  for (const { contender, threads, child } of started)
    for (const asked of work)
      rounds[`${asked} ${contender.name} ${threads}`] = {
        round: async () => numberIn(await child.ask(asked), 'milliseconds') / 1e3,
      };
  const values = await interleaved(rounds, quick ? 1 : 6);
  for (const { child } of started) child.close();
  const running = portableEngines.filter((contender) => started.some((one) => one.contender === contender));
  const rows = work.flatMap((asked) =>
    running.map(({ name }) => ({
      what: `${asked.replace(' ', ' of ')} examples, ${name}`,
      values: threadCounts.flatMap((threads) => {
        const { best, median } = summaryOfTimes(values[`${asked} ${name} ${threads}`] ?? []);
        return [best, median];
      }),
    })),
  );
  return [
    { title: 'the network of 1024-1000×5-9', columns: perThreads(['best s', 'median s']), rows, notes },
  ];
};

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberIn } from './child.js';
import { byHand, contenders, perThreads, portableEngines, threadCounts, tfjsByHand } from './contenders.js';
import { openLimits, wasmLimit } from './limits.js';
import { limitOf, limitRounds, limitTables } from './limit-tables.js';
import { encodeNumbers, updateOperations, workload } from './network.js';
import { interleaved, type Measured } from './rounds.js';
import { summaryOfTimes } from './samples.js';
import type { Section } from './section.js';
import { checkAll, startAll, type Started } from './start.js';
import type { Row, Table } from './table.js';

/** A round of a contender: as many updates as fill this, at least two, at most twenty. */
const roundMilliseconds = 60;

/** Every engine and peer, and the machine's limits, by turns in the same rounds. */
export const bench: Section = async ({ quick, folder }) => {
  const numbers = join(folder, 'numbers.safetensors');
  writeFileSync(numbers, encodeNumbers(300));
  const limits = await openLimits(folder);
  const ofLimits = limitRounds(limits, await wasmLimit());
  const { started, notes } = await startAll(contenders, numbers);
  const agreement = await checkAll(started);
  const named = new Map(started.map((one) => [nameOf(one), one]));
  const ofEngines: Record<string, Measured> = {};
  for (const [name, one] of named) ofEngines[name] = updates(one);
  const values = await interleaved({ ...ofLimits, ...ofEngines }, quick ? 2 : 40);
  for (const { child } of started) child.close();
  limits.close();
  const table = engineTable(started, values, [agreement, ...versions(started), ...notes]);
  return [...limitTables(limits, values), table, ratioTable(started, values)];
};

type Values = Readonly<Record<string, readonly number[]>>;

function nameOf({ contender, threads }: Pick<Started, 'contender' | 'threads'>): string {
  return `${contender.name}, ${threads}`;
}

/**
 * Milliseconds of an update. How many a round has follows from the best so far; one before them is not counted, since caches are
 * full of what others left.
 */
function updates({ child }: Started): Measured {
  let best = Infinity;
  const train = async (count: number): Promise<number> =>
    numberIn(await child.ask(`train ${count}`), 'milliseconds') / count;
  return {
    round: async () => {
      await train(1);
      const time = await train(Math.max(2, Math.min(20, Math.floor(roundMilliseconds / best))));
      best = Math.min(best, time);
      return time;
    },
  };
}

function engineTable(started: readonly Started[], values: Values, notes: readonly string[]): Table {
  const columns = perThreads(['ms', 'median', 'GFLOP/s', '% limit']);
  const rows = contenders
    .filter((contender) => started.some((one) => one.contender === contender))
    .map((contender): Row => {
      const cells = threadCounts.flatMap((threads) => {
        const { best, median } = summaryOfTimes(values[nameOf({ contender, threads })] ?? []);
        const speed = updateOperations() / best / 1e6;
        return [best, median, speed, (100 * speed) / limitOf(contender.limit, threads, values)];
      });
      return { what: contender.name, values: cells };
    });
  return {
    title: `${workload}: milliseconds (best and median of the rounds), speed, and how much of its limit; ×n is on n threads`,
    columns,
    rows,
    notes,
  };
}

function versions(started: readonly Started[]): readonly string[] {
  const told = started
    .map(({ child }) => child.hello.version)
    .filter((version) => typeof version === 'string');
  return [`Versions: ${[...new Set(told)].join('; ')}.`];
}

/** How many times faster ours are than the fastest way found with each framework: by the best and by the median of rounds. */
function ratioTable(started: readonly Started[], values: Values): Table {
  const running = new Set(started.map(({ contender }) => contender));
  const pairs = portableEngines.flatMap((one) => [byHand, tfjsByHand].map((peer) => ({ one, peer })));
  const rows = pairs
    .filter(({ one, peer }) => running.has(one) && running.has(peer))
    .map(({ one, peer }): Row => {
      const cells = threadCounts.flatMap((threads) => {
        const [a, b] = [one, peer].map((contender) =>
          summaryOfTimes(values[nameOf({ contender, threads })] ?? []),
        );
        return [(b?.best ?? NaN) / (a?.best ?? NaN), (b?.median ?? NaN) / (a?.median ?? NaN)];
      });
      return { what: `${one.name} : ${peer.name}`, values: cells };
    });
  return {
    title: 'times faster, by the best and by the median of the rounds',
    columns: perThreads(['best', 'median']),
    rows,
  };
}

import { minibatchReader } from '../src/data/minibatches.js';
import { openExamples } from '../src/data/open.js';
import { openEngine } from '../src/engine/open.js';
import type { InputArtifact } from '../src/stage/contract.js';
import { run as statistics } from '../stages/statistics/run.js';
import { run as train } from '../stages/train/run.js';
import { fastest, perThreads, threadCounts } from './contenders.js';
import { architecture, batch, initialParameters, learningRate } from './network.js';
import { interleaved, type Measured } from './rounds.js';
import { millisecondsOf, summaryOfTimes } from './samples.js';
import type { Section } from './section.js';
import { context, initialNetwork, preparedExamples, shapesetStream } from './stage-inputs.js';
import type { Row } from './table.js';

/** Not measured: the first chunks are short, and many early updates are recorded. A state is recorded at its end. */
const warmUp = 100;
const { activation, cost } = architecture;
const choice = { ...fastest, activation, cost };

/** What the stages add to the fastest engine that this machine has, at the paper's size. */
export const bench: Section = async ({ quick }) => {
  const network = initialNetwork();
  const prepared = preparedExamples(2000);
  const updates = warmUp + (quick ? 100 : 400);
  const work: Record<string, (threads: number) => Promise<number>> = {
    'engine.train alone': (threads) => bareTraining(prepared, updates, threads),
    'stage train, prepared data, nothing recorded': (threads) =>
      stageTraining(prepared, network, { updates, recordEvery: 100_000, threads }),
    'stage train, prepared data, each 100th state recorded': (threads) =>
      stageTraining(prepared, network, { updates, recordEvery: 100, threads }),
    'stage train, Shapeset made on the way, each 100th state recorded': (threads) =>
      stageTraining(shapesetStream(), network, { updates, recordEvery: 100, threads }),
    'stage statistics, 300 examples (ms in all)': (threads) => statisticsStage(prepared, network, threads),
  };
  const rounds: Record<string, Measured> = {};
  for (const threads of threadCounts)
    for (const [what, round] of Object.entries(work))
      rounds[`${what} ${threads}`] = { round: () => round(threads) };
  const values = await interleaved(rounds, quick ? 1 : 9);
  const bare = (threads: number) => values[`engine.train alone ${threads}`] ?? [];
  const rows = Object.keys(work).map((what): Row => ({
    what,
    values: threadCounts.flatMap((threads) => {
      const times = values[`${what} ${threads}`] ?? [];
      const over = what.startsWith('stage train') ? overhead(times, bare(threads)) : undefined;
      return [summaryOfTimes(times).best, summaryOfTimes(times).median, over];
    }),
  }));
  const columns = perThreads(['best ms', 'median ms', '% over engine']);
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  return [
    {
      title: `an update, ${fastest.arithmetic} arithmetic`,
      ...{ columns, rows },
      notes: ['% over engine: by the best rounds.', `Memory of the process: ${memory} MB at most.`],
    },
  ];
};

function overhead(times: readonly number[], bare: readonly number[]): number {
  return 100 * (summaryOfTimes(times).best / summaryOfTimes(bare).best - 1);
}

async function bareTraining(data: InputArtifact, updates: number, threads: number): Promise<number> {
  const read = minibatchReader(await openExamples(data), { seed: 1, order: 'shuffled' });
  const network = (await openEngine(choice, () => threads)).create(architecture, initialParameters());
  const [width = 0] = architecture.layers;
  const inputs = new Float32Array(updates * batch * width);
  const labels = new Uint8Array(updates * batch);
  read(0, inputs, labels);
  const part = (from: number, to: number) =>
    network.train(
      inputs.subarray(from * batch * width, to * batch * width),
      labels.subarray(from * batch, to * batch),
      batch,
      { kind: 'sgd', rate: learningRate },
    );
  part(0, warmUp);
  return (await millisecondsOf(() => part(warmUp, updates))) / (updates - warmUp);
}

interface Course {
  readonly updates: number;
  readonly recordEvery: number;
  readonly threads: number;
}

/** Milliseconds an update, once it is under way. */
async function stageTraining(
  data: InputArtifact,
  network: InputArtifact,
  { updates, recordEvery, threads }: Course,
): Promise<number> {
  // The last update of a training is always recorded; of those measured, only those whose turn it is.
  const course = { batch, updates: updates + 1, recordEvery, order: 'shuffled', seed: 1 } as const;
  const reached: { readonly done: number; readonly at: number }[] = [];
  await train({
    ...context({ data: { train: data }, network: { network } }, threads),
    parameters: { ...choice, ...course, learningRate },
    progress: ({ done }) => reached.push({ done, at: performance.now() }),
  });
  const [from, to] = [warmUp, updates].map((goal) => reached.find(({ done }) => done >= goal));
  return ((to?.at ?? NaN) - (from?.at ?? NaN)) / ((to?.done ?? NaN) - (from?.done ?? NaN));
}

function statisticsStage(data: InputArtifact, network: InputArtifact, threads: number): Promise<number> {
  const parameters = { ...choice, examples: 300, bins: 100 } as const;
  return millisecondsOf(() =>
    statistics({ ...context({ data: { test: data }, network: { network } }, threads), parameters }),
  );
}

import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { artifactOf, onlyInput } from '../../src/stage/contract.js';
import { replay } from '../../src/training/replay.js';
import type { Trajectory, TrajectoryRow } from '../../src/training/trajectory.js';
import type { declaration } from './declaration.js';
import { observe, type MonitorObserver, type Remembered } from './observer.js';
import type { Moment } from './tables.js';
import { measuredRows, prepareAgain, trajectoryOf } from './training.js';
import { writeTables } from './write.js';

export { observe } from './observer.js';

type Context = StageContext<typeof declaration>;

export const run: StageRun<typeof declaration> = async (context) => {
  const trajectory = await trajectoryOf(context);
  const observer = await observe(context);
  const measured = measuredRows(trajectory, context.parameters);
  const missing = await unmeasured(observer, trajectory, measured);
  if (missing.length > 0) await measureAgain(context, trajectory, observer, missing);
  const moments: (Moment & Remembered)[] = [];
  for (const row of measured) moments.push(await momentAt(observer, trajectory, row));
  await writeTables(context, { moments, batch: trajectory.course.batch });
  context.progress({ done: moments.length, total: moments.length, unit: 'measurements' });
  const carriedOver = moments.find((moment) => moment.carriedOver !== undefined)?.carriedOver;
  return carriedOver === undefined ? {} : { carriedOver };
};

async function unmeasured(
  observer: MonitorObserver,
  { course }: Trajectory,
  measured: readonly TrajectoryRow[],
): Promise<readonly number[]> {
  const updates: number[] = [];
  for (const { update, digest } of measured) {
    if ((await observer.recall(digest, course)) === undefined) updates.push(update);
  }
  return updates;
}

/** Trains the stretches again that lead to what is missing. */
async function measureAgain(
  context: Context,
  trajectory: Trajectory,
  observer: MonitorObserver,
  updates: readonly number[],
): Promise<void> {
  const { inputs, signal } = context;
  const training = onlyInput(inputs, 'training');
  const prepared = await prepareAgain(context, trajectory);
  const total = updates.at(-1) ?? 0;
  const reached = (done: number): void => {
    context.progress({ done, total, unit: 'updates', note: 'trained again' });
  };
  const final = artifactOf(training, 'network');
  await replay({ prepared, trajectory, final, chain: training.chain, observer, signal, reached }, updates);
}

async function momentAt(
  observer: MonitorObserver,
  { course }: Trajectory,
  { update, digest }: TrajectoryRow,
): Promise<Moment & Remembered> {
  const remembered = await observer.recall(digest, course);
  if (remembered === undefined)
    throw new Error(`what was measured after update ${update} was not remembered`);
  return { update, ...remembered };
}

import { sameJson } from '../../src/artifact/digest.js';
import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { artifactOf, onlyInput } from '../../src/stage/contract.js';
import { BadInput } from '../../src/stage/problem.js';
import { refuse } from '../../src/stage/mistakes.js';
import { writeTable } from '../../src/stage/table-output.js';
import { quantities } from '../../src/statistics/layers.js';
import { checkOrigin, originOf, trainingInputs } from '../../src/training/origin.js';
import { type Prepared, prepareTraining } from '../../src/training/prepare.js';
import { replay } from '../../src/training/replay.js';
import { readTrajectory, type Trajectory, type TrajectoryRow } from '../../src/training/trajectory.js';
import { spacingMistakes } from './check.js';
import { declaration } from './declaration.js';
import { observe, type MonitorObserver } from './observer.js';
import { errorsTable, layersTable, outputTable, type Moment, type Timeline } from './tables.js';

export { observe } from './observer.js';

type Context = StageContext<typeof declaration>;

export const run: StageRun<typeof declaration> = async (context) => {
  const trajectory = await readTrajectory(artifactOf(onlyInput(context.inputs, 'training'), 'trajectory'));
  refuse(spacingMistakes(context.parameters.every, trajectory.course.recordEvery));
  checkOrigin(trajectory.course, originOf(trainingInputs(context.inputs, 'initial')));
  const observer = await observe(context);
  const last = trajectory.rows.at(-1)?.update;
  const wanted = trajectory.rows.filter(({ update }) => observer.wants(update) || update === last);
  const missing = await unmeasured(observer, trajectory, wanted);
  if (missing.length > 0) await measureAgain(context, trajectory, observer, missing);
  const moments: Moment[] = [];
  for (const row of wanted) moments.push(await momentAt(observer, trajectory, row));
  await write(context, trajectory, moments);
  context.progress({ done: moments.length, total: moments.length, unit: 'measurements' });
};

async function unmeasured(
  observer: MonitorObserver,
  { course }: Trajectory,
  wanted: readonly TrajectoryRow[],
): Promise<readonly number[]> {
  const updates: number[] = [];
  for (const { update, digest } of wanted) {
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
  const prepared = await prepareTraining(trainingInputs(inputs, 'initial'), trajectory.course, context);
  checkMachine(trajectory, prepared);
  const total = updates.at(-1) ?? 0;
  const reached = (done: number): void => {
    context.progress({ done, total, unit: 'updates', note: 'trained again' });
  };
  const final = artifactOf(training, 'network');
  await replay({ prepared, trajectory, final, chain: training.chain, observer, signal, reached }, updates);
}

/** Another machine's training cannot be done again here to the same bits, if its engine's depend on the machine. */
function checkMachine({ course }: Trajectory, prepared: Prepared): void {
  if (sameJson(course.machine, prepared.course.machine)) return;
  throw new BadInput({
    place: 'input training',
    rule: `was computed by ${course.engine} on another machine, or with other threads: what was not measured then cannot be measured here.`,
    remedy: 'Run the training again here.',
  });
}

async function momentAt(
  observer: MonitorObserver,
  { course }: Trajectory,
  { update, digest }: TrajectoryRow,
): Promise<Moment> {
  const measurement = await observer.recall(digest, course);
  if (measurement === undefined)
    throw new Error(`what was measured after update ${update} was not remembered`);
  return { update, measurement };
}

async function write(
  context: Context,
  { course: { batch } }: Trajectory,
  moments: readonly Moment[],
): Promise<void> {
  const timeline: Timeline = { moments, batch };
  for (const quantity of quantities)
    await writeTable(context, declaration, quantity, layersTable(timeline, quantity));
  await writeTable(context, declaration, 'output', outputTable(timeline));
  await writeTable(context, declaration, 'errors', errorsTable(timeline));
}

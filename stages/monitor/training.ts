import { sameJson } from '../../src/artifact/digest.js';
import type { StageContext } from '../../src/stage/contract.js';
import { artifactOf, onlyInput } from '../../src/stage/contract.js';
import { refuse } from '../../src/stage/mistakes.js';
import { BadInput } from '../../src/stage/problem.js';
import { earlyUpdates } from '../../src/training/grid.js';
import { checkOrigin, originOf, trainingInputs } from '../../src/training/origin.js';
import { type Prepared, prepareTraining } from '../../src/training/prepare.js';
import { readTrajectory, type Trajectory, type TrajectoryRow } from '../../src/training/trajectory.js';
import { spacingMistakes } from './check.js';
import type { declaration } from './declaration.js';

type Context = StageContext<typeof declaration>;

/** The trajectory of the training that is looked at. Throws BadInput where it is not one that can be measured with these inputs. */
export async function trajectoryOf({ inputs, parameters }: Context): Promise<Trajectory> {
  const trajectory = await readTrajectory(artifactOf(onlyInput(inputs, 'training'), 'trajectory'));
  refuse(spacingMistakes(parameters.every, trajectory.course.recordEvery));
  checkOrigin(trajectory.course, originOf(trainingInputs(inputs, 'initial')));
  return trajectory;
}

/** Whether the state after this update is measured, wherever the training ends. */
export function isMeasured(update: number, { every, early }: Context['parameters']): boolean {
  return update % every === 0 || (early && earlyUpdates.includes(update));
}

/** The rows of the states that are measured: the last state is. */
export function measuredRows(
  { rows }: Trajectory,
  parameters: Context['parameters'],
): readonly TrajectoryRow[] {
  return rows.filter((row) => isMeasured(row.update, parameters) || row === rows.at(-1));
}

/** The training at its beginning. Throws BadInput where it cannot be done again here to the same bits. */
export async function prepareAgain(context: Context, { course }: Trajectory): Promise<Prepared> {
  const prepared = await prepareTraining(trainingInputs(context.inputs, 'initial'), course, context);
  if (sameJson(course.machine, prepared.course.machine)) return prepared;
  throw new BadInput({
    place: 'input training',
    rule: `was computed by ${course.engine} on another machine, or with other threads: what was not measured then cannot be measured here.`,
    remedy: 'Run the training again here.',
  });
}

import { artifactOf, type Input, type Retrace, type StageContext } from '../stage/contract.js';
import { follow } from './follow.js';
import { byUpdate, keptStates, type KeptStates } from './kept.js';
import { brokenLink, partingOf, stretchesOf } from './links.js';
import { trainingInputs } from './origin.js';
import { type CourseSettings, prepareTraining } from './prepare.js';
import { reexecute } from './reexecute.js';
import type { Again } from './train-again.js';
import { readTrajectory, type Trajectory } from './trajectory.js';

/** How parts of a training that the stage `train` recorded are done again. */
export const retrace: Retrace = {
  stretches: async (outputs) => stretchesOf(await trajectoryIn(outputs)),
  async reexecute(context, outputs, stretches) {
    const { again, kept, trajectory, updates } = await begin(context, outputs, stretches.at(-1)?.until);
    const broken = brokenLink(trajectory, again.prepared, networkIn(outputs), updates);
    return { broken: broken ?? null, ...(await reexecute(again, kept, stretches)) };
  },
  parting: async (one, other) => partingOf(await trajectoryIn(one), await trajectoryIn(other)) ?? null,
  async follow(context, outputs, stretch, see) {
    const { again, kept } = await begin(context, outputs, stretch.until);
    await follow(again, kept, stretch, see);
  },
};

interface Beginning {
  readonly again: Again;
  readonly kept: KeptStates;
  readonly trajectory: Trajectory;
  /** How far the training was asked to go. */
  readonly updates: number;
}

async function begin(context: StageContext, outputs: Input['artifacts'], total = 0): Promise<Beginning> {
  const { inputs, chain, signal } = context;
  // The stage `train` has them, and its schema was checked.
  const { updates, ...settings } = context.parameters as CourseSettings & { readonly updates: number };
  const trajectory = await trajectoryIn(outputs);
  const rows = byUpdate(trajectory.rows);
  const prepared = await prepareTraining(trainingInputs(inputs, 'network'), settings, context);
  const reached = (done: number): void => {
    context.progress({ done, total, unit: 'updates', note: 'trained again' });
  };
  const kept = await keptStates(rows, networkIn(outputs), chain);
  return { again: { prepared, rows, signal, reached }, kept, trajectory, updates };
}

function trajectoryIn(artifacts: Input['artifacts']): Promise<Trajectory> {
  return readTrajectory(artifactOf({ cell: {}, artifacts }, 'trajectory'));
}

function networkIn(artifacts: Input['artifacts']): ReturnType<typeof artifactOf> {
  return artifactOf({ cell: {}, artifacts }, 'network');
}

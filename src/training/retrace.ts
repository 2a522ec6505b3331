import { artifactOf, type Input, type Retrace, type StageContext } from '../stage/contract.js';
import { carry, unmark } from './carry.js';
import { follow } from './follow.js';
import { byUpdate, keptStates, type KeptStates } from './kept.js';
import { brokenLink, partingOf, stretchesOf } from './links.js';
import { trainingInputs } from './origin.js';
import { partsProgress } from './parts-progress.js';
import { type CourseSettings, prepareTraining } from './prepare.js';
import { reexecute } from './reexecute.js';
import type { Again } from './train-again.js';
import { readTrajectory, type Trajectory } from './trajectory.js';
import { writtenOf } from './written.js';

/** How stretches of a training that the stage `train` recorded are done again. */
export const retrace: Retrace = {
  called: { one: 'stretch', many: 'stretches' },
  parts: async (outputs) => stretchesOf(await trajectoryIn(outputs)),
  async reexecute(context, outputs, parts) {
    const { reached, judged } = partsProgress(context, 'stretches', parts.length);
    const { again, kept, trajectory, updates } = await begin(context, outputs, reached);
    const { prepared } = again;
    const { failure } = trajectory;
    const written = writtenOf(context.inputs, prepared, trajectory.rows, failure);
    const artifacts = { network: networkIn(outputs), trajectory: trajectoryOf(outputs) };
    const broken = brokenLink({ trajectory, prepared, outputs: artifacts, updates, written }) ?? null;
    return { broken, failure: failure ?? null, ...(await reexecute(again, kept, parts, judged)) };
  },
  async carry({ chain }, outputs, from, carriedOver) {
    if (from !== undefined && chain !== undefined)
      await carry(await trajectoryIn(outputs), from, chain, carriedOver);
  },
  async unmark({ chain, parameters }) {
    if (chain !== undefined) await unmark(chain, settingsOf(parameters).updates);
  },
  stretches: {
    parting: async (one, other) => partingOf(await trajectoryIn(one), await trajectoryIn(other)) ?? null,
    async follow(context, outputs, stretch, see) {
      const reached = (done: number): void => {
        context.progress({ done, total: stretch.until, unit: 'updates', note: 'trained again' });
      };
      const { again, kept } = await begin(context, outputs, reached);
      await follow(again, kept, stretch, see);
    },
  },
};

interface Beginning {
  readonly again: Again;
  readonly kept: KeptStates;
  readonly trajectory: Trajectory;
  /** How far the training was asked to go. */
  readonly updates: number;
}

async function begin(
  context: StageContext,
  outputs: Input['artifacts'],
  reached: Again['reached'],
): Promise<Beginning> {
  const { inputs, chain, signal } = context;
  const { updates, ...settings } = settingsOf(context.parameters);
  const trajectory = await trajectoryIn(outputs);
  const rows = byUpdate(trajectory.rows);
  const prepared = await prepareTraining(trainingInputs(inputs, 'network'), settings, context);
  const kept = await keptStates(rows, networkIn(outputs), chain);
  return { again: { prepared, rows, signal, reached }, kept, trajectory, updates };
}

function settingsOf(parameters: StageContext['parameters']): CourseSettings & { readonly updates: number } {
  // The stage `train` has them, and its schema was checked.
  return parameters as CourseSettings & { readonly updates: number };
}

function trajectoryIn(artifacts: Input['artifacts']): Promise<Trajectory> {
  return readTrajectory(trajectoryOf(artifacts));
}

function trajectoryOf(artifacts: Input['artifacts']): ReturnType<typeof artifactOf> {
  return artifactOf({ cell: {}, artifacts }, 'trajectory');
}

function networkIn(artifacts: Input['artifacts']): ReturnType<typeof artifactOf> {
  return artifactOf({ cell: {}, artifacts }, 'network');
}

import { sameJson, type Digest } from '../../src/artifact/digest.js';
import type { Input, Retrace, StageContext } from '../../src/stage/contract.js';
import type { Course, Trajectory } from '../../src/training/trajectory.js';
import type { declaration } from './declaration.js';
import { brokenTable } from './links.js';
import type { Measurement } from './measure.js';
import { measuredAgain } from './measured-again.js';
import { observe } from './observer.js';
import { rowsIn, shapeOf, timelineIn } from './recorded.js';
import type { Timeline } from './tables.js';
import { measuredRows, trajectoryOf } from './training.js';

/** The stage is `monitor`, and its schema was checked. */
type Context = StageContext<typeof declaration>;
type Outputs = Input['artifacts'];

/** How measured updates of a training are measured again: each in its state, which is trained up to from the nearest kept one. */
export const retrace: Retrace = {
  called: { one: 'measured update', many: 'measured updates' },
  async parts(outputs) {
    const updates = new Set((await rowsIn(outputs, 'errors')).map(({ update }) => Number(update)));
    return [...updates].map((update) => ({ from: update, until: update }));
  },
  async reexecute(context: Context, outputs, parts) {
    const { trajectory, timeline } = await recordIn(context, outputs);
    const broken = await brokenTable(context, outputs, timeline);
    if (broken !== undefined) return { broken, failure: null, parts: [], beside: 0 };
    return {
      ...{ broken: null, failure: null, beside: 0 },
      parts: await measuredAgain(context, trajectory, timeline, parts),
    };
  },
  async carry(context: Context, outputs, _, carriedOver) {
    const observer = await observe(context);
    await eachRecorded(context, outputs, async (state, course, measurement) => {
      const before = await observer.recall(state, course);
      if (before === undefined || before.carriedOver !== undefined)
        await observer.remember(state, course, { measurement, carriedOver });
      else if (!sameJson(before.measurement, measurement))
        throw new Error(`what this code measured of state ${state} is not what is recorded of it`);
    });
  },
  async unmark(context: Context, outputs) {
    const observer = await observe(context);
    await eachRecorded(context, outputs, (state, course, measurement) =>
      observer.remember(state, course, { measurement }),
    );
  },
};

/** What was looked at, and what is recorded of it. */
async function recordIn(
  context: Context,
  outputs: Outputs,
): Promise<{ readonly trajectory: Trajectory; readonly timeline: Timeline }> {
  const trajectory = await trajectoryOf(context);
  const { layers, batch } = trajectory.course;
  const updates = measuredRows(trajectory, context.parameters).map(({ update }) => update);
  const shape = shapeOf(layers, context.parameters);
  return { trajectory, timeline: await timelineIn(outputs, updates, batch, shape) };
}

/** Every recorded measurement, with the state that was measured. */
async function eachRecorded(
  context: Context,
  outputs: Outputs,
  tell: (state: Digest, course: Course, measurement: Measurement) => Promise<void>,
): Promise<void> {
  const { trajectory, timeline } = await recordIn(context, outputs);
  for (const [index, { digest }] of measuredRows(trajectory, context.parameters).entries()) {
    const measurement = timeline.moments[index]?.measurement;
    if (measurement !== undefined) await tell(digest, trajectory.course, measurement);
  }
}

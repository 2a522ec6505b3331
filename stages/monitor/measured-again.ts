import type { PartDifference, RecordedPart, RetracedPart, StageContext } from '../../src/stage/contract.js';
import { artifactOf, onlyInput } from '../../src/stage/contract.js';
import { byUpdate, keptStates } from '../../src/training/kept.js';
import { partsProgress } from '../../src/training/parts-progress.js';
import { reexecute } from '../../src/training/reexecute.js';
import type { Trajectory } from '../../src/training/trajectory.js';
import type { declaration } from './declaration.js';
import { firstDifference } from './difference.js';
import { measure } from './measure.js';
import { openProbe } from './observer.js';
import { type Moment, tablesOf, type Timeline } from './tables.js';
import { prepareAgain } from './training.js';

type Context = StageContext<typeof declaration>;

/**
 * Measures states again, in their order, in one training from the nearest kept state before each. One that does not come out as the
 * trajectory says is not measured: there is no telling what it would give.
 */
export async function measuredAgain(
  context: Context,
  trajectory: Trajectory,
  timeline: Timeline,
  parts: readonly RecordedPart[],
): Promise<readonly RetracedPart[]> {
  if (parts.length === 0) return [];
  const { inputs, signal } = context;
  const training = onlyInput(inputs, 'training');
  const prepared = await prepareAgain(context, trajectory);
  const probe = await openProbe(context);
  const rows = byUpdate(trajectory.rows);
  const kept = await keptStates(rows, artifactOf(training, 'network'), training.chain);
  const look = async ({ until }: RecordedPart): Promise<PartDifference | null> => {
    const measurement = await measure(prepared.network, probe, signal);
    const text = differenceAt(timeline, { update: until, measurement });
    return text === undefined ? null : { text, stretch: { from: until, until } };
  };
  const { reached, judged } = partsProgress(context, 'measured updates', parts.length);
  return (await reexecute({ prepared, rows, signal, reached }, kept, parts, judged, look)).parts;
}

/** Where what was measured now is not what was recorded of its state: the first table, row and column. */
function differenceAt({ moments, batch }: Timeline, now: Moment): string | undefined {
  const index = moments.findIndex(({ update }) => update === now.update);
  const recorded = tablesOf({ moments: moments.slice(index, index + 1), batch });
  const measured = new Map(tablesOf({ moments: [now], batch }));
  for (const [output, { rows }] of recorded) {
    // Every measured update has as many rows as this.
    const where = firstDifference(rows, measured.get(output)?.rows ?? [], index * rows.length);
    if (where !== undefined) return `${output}, ${where}`;
  }
  return undefined;
}

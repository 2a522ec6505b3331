import { digestOf } from '../artifact/digest.js';
import type { Network } from '../engine/engine.js';
import { encodeParameters } from '../engine/parameters.js';
import type { TrajectoryRow } from './trajectory.js';

/** A recorded state with its bytes: what a training can be continued from. */
export interface Recorded {
  readonly row: TrajectoryRow;
  readonly bytes: Uint8Array;
}

/** The network's state, encoded and named. Before the first update there are no means. */
export function recordedState(
  network: Network,
  update: number,
  means: Pick<TrajectoryRow, 'cost' | 'errorRate'> = { cost: null, errorRate: null },
): Recorded {
  const bytes = encodeParameters(network.parameters(), network.architecture.layers);
  return { row: { update, ...means, digest: digestOf(bytes) }, bytes };
}

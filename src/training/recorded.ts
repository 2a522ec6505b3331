import { digestOf } from '../artifact/digest.js';
import type { Architecture, Network, Parameters } from '../engine/engine.js';
import { decodeParameters, encodeParameters, zeroParameters } from '../engine/parameters.js';
import type { TrajectoryRow } from './trajectory.js';

/** A recorded state with its bytes: what a training can be continued from. */
export interface Recorded {
  readonly row: TrajectoryRow;
  readonly bytes: Uint8Array;
}

/** The network's state, encoded and named. Before the first update there are no means. */
export type Recorder = (update: number, means?: Means) => Recorded;

type Means = Pick<TrajectoryRow, 'cost' | 'errorRate'>;

/**
 * Records states of a network into two buffers by turns, since a state is as large as the network: what is recorded keeps its
 * bytes until the record after the next one.
 */
export function recorder(network: Network): Recorder {
  const { architecture } = network;
  let [next, other] = [frameOf(architecture), undefined as Frame | undefined];
  return (update, means = { cost: null, errorRate: null }) => {
    const { bytes, parameters } = next;
    network.parameters(parameters);
    [next, other] = [other ?? frameOf(architecture), next];
    return { row: { update, ...means, digest: digestOf(bytes) }, bytes };
  };
}

/** A state's file, and the places of its parameters in it. */
interface Frame {
  readonly bytes: Buffer;
  readonly parameters: Parameters;
}

function frameOf(architecture: Architecture): Frame {
  const bytes = encodeParameters(zeroParameters(architecture), architecture.layers);
  return { bytes, parameters: decodeParameters(bytes).parameters };
}

import { digestOf } from '../artifact/digest.js';
import {
  type Architecture,
  type Network,
  type Parameters,
  slotNames,
  type UpdateRule,
} from '../engine/engine.js';
import {
  decodeParameters,
  decodeSlots,
  encodeParameters,
  zeroParameters,
  zeroSlots,
} from '../engine/parameters.js';
import type { TrajectoryRow } from './trajectory.js';

/** A recorded state with its bytes: what a training can be continued from. */
export interface Recorded {
  readonly row: TrajectoryRow;
  readonly bytes: Uint8Array;
}

/** The state of the network and its rule, encoded and named. Before the first update there are no means. */
export type Recorder = (update: number, means?: Means) => Recorded;

type Means = Pick<TrajectoryRow, 'cost' | 'errorRate'>;

type Kind = UpdateRule['kind'];

/**
 * Records states of a network that a rule of this kind trains into two buffers by turns, since a state is as large as the network,
 * or larger: what is recorded keeps its bytes until the record after the next one.
 */
export function recorder(network: Network, kind: Kind): Recorder {
  const { architecture } = network;
  let [next, other] = [frameOf(architecture, kind), undefined as Frame | undefined];
  return (update, means = { cost: null, errorRate: null }) => {
    const { bytes, parameters, slots } = next;
    network.parameters(parameters);
    network.slots(kind, slots);
    [next, other] = [other ?? frameOf(architecture, kind), next];
    return { row: { update, ...means, digest: digestOf(bytes) }, bytes };
  };
}

/** A state's file, and the places of its parameters and of the rule's slots in it. */
interface Frame extends State {
  readonly bytes: Buffer;
}

function frameOf(architecture: Architecture, kind: Kind): Frame {
  const names: readonly string[] = slotNames[kind];
  const slots = zeroSlots(kind, architecture).map((slot, k) => [names[k] ?? '', slot] as const);
  const bytes = encodeParameters(
    zeroParameters(architecture),
    architecture.layers,
    Object.fromEntries(slots),
  );
  return { bytes, ...stateIn(bytes, kind) };
}

interface State {
  readonly parameters: Parameters;
  readonly slots: readonly Parameters[];
}

/** What a recorded state of a training by a rule of this kind consists of: views into its bytes. */
function stateIn(bytes: Uint8Array, kind: Kind): State {
  return { ...decodeParameters(bytes), slots: decodeSlots(bytes, slotNames[kind]) };
}

/** Puts the network and the rule that trains it into a recorded state. */
export function load(
  { network, rule: { kind } }: { readonly network: Network; readonly rule: UpdateRule },
  { row: { update: updates }, bytes }: Recorded,
): void {
  const { parameters, slots } = stateIn(bytes, kind);
  network.load(parameters, { kind, updates, slots });
}

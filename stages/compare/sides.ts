import type { Gradients, Parameters } from '../../src/engine/engine.js';
import { decodeParameters } from '../../src/engine/parameters.js';
import { artifactOf, onlyInput, type StageContext } from '../../src/stage/contract.js';
import { consume } from '../../src/training/credits.js';
import { nextRecorded } from '../../src/training/grid.js';
import { onwards$ } from '../../src/training/onwards.js';
import { type Prepared, prepareTraining } from '../../src/training/prepare.js';
import type { Recorded } from '../../src/training/recorded.js';
import type { Step } from '../../src/training/updates.js';
import { computers, type declaration } from './declaration.js';

type Context = StageContext<typeof declaration>;

/** One of the two trainings, and where it is. */
export interface Side {
  readonly prepared: Prepared;
  readonly at: Recorded;
}

export interface Sides {
  readonly first: Side;
  readonly second: Side;
}

/** Both at update 0, with networks of the same numbers. */
export async function openSides(context: Context): Promise<Sides> {
  const { inputs, parameters } = context;
  const data = artifactOf(onlyInput(inputs, 'data'), 'train');
  const network = artifactOf(onlyInput(inputs, 'network'), 'network');
  const open = async (index: number): Promise<Side> => {
    const settings = { ...parameters, ...computers[parameters.engines[index] ?? 'portable'] };
    const prepared = await prepareTraining(data, network, settings, context);
    return { prepared, at: prepared.initial };
  };
  return { first: await open(0), second: await open(1) };
}

/** The updates at which the sides are compared. */
export function recordedUpdates({ updates, recordEvery }: Context['parameters']): readonly number[] {
  const list = [0];
  for (let at = 0; at < updates; list.push(at)) at = Math.min(nextRecorded(at, recordEvery), updates);
  return list;
}

/** The side at a later recorded update; or at which update before it diverged. */
export async function advanced(
  side: Side,
  until: number,
  { signal }: Context,
): Promise<Side | { readonly divergedAt: number }> {
  let last: Step = { update: side.at.row.update, recorded: side.at };
  await consume(onwards$(side.prepared, side.at, { until, observers: [], signal }), (step) => {
    last = step;
  });
  signal.throwIfAborted();
  return last.recorded === undefined
    ? { divergedAt: last.divergedAt ?? last.update + 1 }
    : { ...side, at: last.recorded };
}

/** What is compared of a side; valid until the side is used again. */
export interface View {
  readonly parameters: Parameters;
  /** On the test examples. */
  readonly gradients: Gradients;
}

export function viewOf({ prepared, at }: Side, inputs: Float32Array, labels: Uint8Array): View {
  return {
    parameters: decodeParameters(at.bytes).parameters,
    gradients: prepared.network.gradients(inputs, labels),
  };
}

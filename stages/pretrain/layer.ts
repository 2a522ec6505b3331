import { type Observable, takeWhile } from 'rxjs';
import type { Autoencoder } from '../../src/engine/autoencoder.js';
import { openAutoencoder, whatServes } from '../../src/engine/open.js';
import { inTurn, type Lent } from '../../src/training/credits.js';
import { isRecorded } from '../../src/training/grid.js';
import { type Chunk, minibatches$, mostUpdates } from '../../src/training/minibatches.js';
import { type Pace, steadyPace } from '../../src/training/pace.js';
import type { Recorded } from '../../src/training/recorded.js';
import type { Step } from '../../src/training/updates.js';
import { corruptionOf } from './corruption.js';
import { decoderOf } from './decoder.js';
import type { Context, Prepared } from './prepare.js';
import { recordedState, type State, withCode } from './state.js';

/** A hidden layer, counted from 0, that is learnt from update `from` to `until`, counted over all layers. */
export interface LayerStretch {
  readonly layer: number;
  readonly from: number;
  readonly until: number;
}

/** The layer that the next update is of; at a layer's end that is the next layer. */
export function stretchFrom(from: number, layerUpdates: number, until: number): LayerStretch {
  const layer = Math.floor(from / layerUpdates);
  return { layer, from, until: Math.min((layer + 1) * layerUpdates, until) };
}

/** Learns a layer on from a state, chunk by chunk: minibatches$ → steps. Ends at an update that cannot be done in finite numbers. */
export function learn$(
  context: Context,
  prepared: Prepared,
  state: State,
  stretch: LayerStretch,
): Observable<Lent<Step>> {
  const { batch, recordEvery, layerUpdates } = context.parameters;
  const width = prepared.layers[0] ?? 0;
  const pace = steadyPace(mostUpdates(Math.max(width, prepared.layers[stretch.layer] ?? 0), batch));
  const chunks = minibatches$(
    { width, read: prepared.read },
    { ...stretch, batch, recordEvery, pace, signal: context.signal },
  );
  const fresh = stretch.from % layerUpdates === 0;
  const autoencoder = autoencoderOf(context, prepared, state, stretch.layer, fresh);
  const steps = chunks.pipe(inTurn(learner(context, prepared, state, { ...stretch, autoencoder, pace })));
  return steps.pipe(takeWhile(({ item }) => item.divergedAt === undefined, true));
}

/** Of a layer that begins, or (not `fresh`) that goes on. */
function autoencoderOf(
  { parameters, threads, servedBy }: Context,
  { layers, range }: Prepared,
  { parameters: { weights, biases }, decoderBiases }: State,
  layer: number,
  fresh: boolean,
): Autoencoder {
  const { activation, arithmetic, batch } = parameters;
  const stack = {
    layers: layers.slice(0, layer + 2),
    ...{ activation, decoder: decoderOf(layer, activation, range) },
    weights: weights.slice(0, layer + 1),
    biases: biases.slice(0, layer + 1),
  };
  const opened = openAutoencoder(stack, { batch, arithmetic, threads }, fresh ? undefined : decoderBiases);
  servedBy(whatServes({ engine: 'portable', arithmetic }));
  return opened;
}

interface Learner extends LayerStretch {
  readonly autoencoder: Autoencoder;
  readonly pace: Pace;
}

function learner(
  { parameters }: Context,
  { layers }: Prepared,
  state: State,
  { layer, until, autoencoder, pace }: Learner,
): (chunk: Chunk) => Step {
  const { batch, corruption, seed, learningRate, recordEvery } = parameters;
  const keptOf = keptInputs((layers[layer] ?? 0) * batch, corruption, seed);
  let [sum, updates] = [0, 0];
  const record = (update: number): Recorded => {
    const recorded = recordedState(
      withCode(state.parameters, layer, autoencoder.code()),
      layers,
      update,
      sum / updates,
    );
    [sum, updates] = [0, 0];
    return recorded;
  };
  return (chunk) => {
    const start = performance.now();
    const learnt = autoencoder.learn(chunk.inputs, keptOf(chunk), learningRate);
    // The sum of a row is taken in update order whatever the chunks, so its bits do not depend on them.
    for (const cost of learnt.costs) sum += cost;
    updates += learnt.updates;
    const update = chunk.first + learnt.updates;
    if (learnt.updates < chunk.updates) return { update, divergedAt: update + 1 };
    pace.took(chunk.updates, performance.now() - start);
    const step = { update, cost: learnt.costs.at(-1) ?? NaN };
    if (!isRecorded(update, recordEvery) && update !== until) return step;
    return autoencoder.finite() ? { ...step, recorded: record(update) } : { update, divergedAt: update + 1 };
  };
}

/** What is kept in each update of a chunk, [updates][units × batch]; valid until the next chunk. */
function keptInputs(
  values: number,
  probability: number,
  seed: number,
): (chunk: Pick<Chunk, 'first' | 'updates'>) => Uint8Array {
  const corruption = corruptionOf(probability, seed);
  let room = new Uint8Array();
  return ({ first, updates }) => {
    if (room.length < updates * values) room = new Uint8Array(updates * values);
    for (let u = 0; u < updates; u++) corruption.fill(room.subarray(u * values, (u + 1) * values), first + u);
    return room.subarray(0, updates * values);
  };
}

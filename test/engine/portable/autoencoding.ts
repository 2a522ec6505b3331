import type { Code, Decoder, Stack } from '../../../src/engine/autoencoder.js';
import type { Activation } from '../../../src/engine/engine.js';
import { type AutoencoderSetting, PortableAutoencoder } from '../../../src/engine/portable/autoencoder.js';
import { type Case, exampleCase, examplesOf } from '../examples.js';
import { functions } from '../functions.js';
import { at, sumOf } from '../lists.js';
import { forward, layersOf } from '../reference.js';

/** A stack of layers, minibatches for it, and which of the learnt layer's inputs are kept. */
export interface Learning {
  readonly stack: Stack;
  readonly example: Case;
  readonly batch: number;
  readonly kept: Uint8Array;
}

export function learningOf(
  activation: Activation,
  decoder: Decoder,
  layers: readonly number[],
  [batch, updates]: readonly [number, number] = [5, 1],
): Learning {
  const example = exampleCase(activation, [...layers, 2], batch * updates);
  const { weights, biases } = example.parameters;
  const units = at(layers, -2);
  // About a quarter are not kept.
  const kept = Uint8Array.from({ length: units * batch * updates }, (_, k) => Number((k * k + k) % 7 !== 2));
  const stack = {
    ...{ layers, activation, decoder },
    weights: weights.slice(0, -1),
    biases: biases.slice(0, -1),
  };
  return { stack, example, batch, kept };
}

export function autoencoderOf(
  { stack, batch }: Learning,
  setting: Partial<AutoencoderSetting> = {},
  decoderBiases: Float32Array = Float32Array.from(
    { length: at(stack.layers, -2) },
    (_, i) => ((i % 5) - 2) / 8,
  ),
): PortableAutoencoder {
  const usual = { batch, arithmetic: 'portable', threads: () => 1 } as const;
  return new PortableAutoencoder(stack, { ...usual, ...setting }, decoderBiases);
}

/** The mean cost over one minibatch by the formulas, in double precision. */
export function reconstructionCost(learning: Learning, code: Code): number {
  const { stack, example, batch, kept } = learning;
  const below = cleanInputs(learning);
  const costs = examplesOf(example).map((_, b) => {
    const clean = at(below, b);
    const units = clean.length;
    const corrupted = clean.map((x, i) => x * at(kept, i * batch + b));
    const hidden = code.biases.length;
    const h = Array.from(code.biases, (bias, o) =>
      functions[stack.activation].value(
        bias + sumOf(corrupted.map((x, i) => x * at(code.weights, i * hidden + o))),
      ),
    );
    return sumOf(
      Array.from({ length: units }, (_, i) => {
        const r = at(code.decoderBiases, i) + sumOf(h.map((y, o) => y * at(code.weights, i * hidden + o)));
        return costOf(stack.decoder, r, at(clean, i));
      }),
    );
  });
  return sumOf(costs) / batch;
}

function costOf(decoder: Decoder, r: number, x: number): number {
  const z = functions[decoder].value(r);
  if (decoder === 'sigmoid') return -x * Math.log(z) - (1 - x) * Math.log(1 - z);
  return (z - x) ** 2 / 2;
}

/** The learnt layer's clean inputs, of every example. */
function cleanInputs({ stack, example }: Learning): readonly (readonly number[])[] {
  const { layers } = stack;
  if (layers.length === 2) return examplesOf(example);
  const network = layersOf(example.architecture, example.parameters);
  return examplesOf(example).map((inputs, b) =>
    at(forward(network, example.architecture, inputs, at(example.labels, b)).activations, layers.length - 3),
  );
}

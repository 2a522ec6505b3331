import type { Activation, Architecture, Cost, Normalisation, Parameters } from '../../src/engine/engine.js';

/** Numbers in [−1, 1) that are the same in every run: a 32-bit linear congruential generator. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export interface Case {
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
}

/** A network of these layers with weights about 1/√fanIn, and examples for it. */
export function exampleCase(
  activation: Activation,
  layers: readonly number[],
  examples: number,
  cost: Cost = 'crossEntropy',
  normalisation?: Normalisation,
): Case {
  const next = numbersFrom(1);
  const [fanIn = 0] = layers;
  const classes = layers[layers.length - 1] ?? 0;
  const numbers = (length: number, scale: number) => Float32Array.from({ length }, () => scale * next());
  const sizes = layers.slice(1).map((fanOut, l) => [layers[l] ?? 0, fanOut] as const);
  const plain = {
    architecture: { layers, activation, cost },
    parameters: {
      weights: sizes.map(([from, to]) => numbers(from * to, Math.sqrt(3 / from))),
      biases: sizes.map(([, to]) => numbers(to, 0.5)),
    },
    inputs: numbers(examples * fanIn, 1),
    labels: Uint8Array.from({ length: examples }, () => Math.floor(((next() + 1) / 2) * classes)),
  };
  if (normalisation === undefined) return plain;
  const about = (value: number, spread: number) =>
    layers.slice(1, -1).map((units) => Float32Array.from({ length: units }, () => value + spread * next()));
  const learned = { gains: about(1, 0.5), shifts: about(0, 0.5) };
  const running = { means: about(0, 0.5), variances: about(1, 0.5) };
  return {
    ...plain,
    architecture: { ...plain.architecture, normalisation },
    parameters: {
      ...plain.parameters,
      normalisers: normalisation === 'batch' ? { ...learned, ...running } : learned,
    },
  };
}

export function examplesOf({ inputs, labels }: Case): number[][] {
  const units = inputs.length / labels.length;
  return Array.from(labels, (_, b) => [...inputs.subarray(b * units, (b + 1) * units)]);
}

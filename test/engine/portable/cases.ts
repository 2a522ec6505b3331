import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { activations, costs, type Engine, type Parameters } from '../../../src/engine/engine.js';
import type { Arithmetic } from '../../../src/engine/portable/kernels.js';
import { parameterBytes } from '../compare.js';
import { exampleCase } from '../examples.js';
import { at } from '../lists.js';

/** Trainings whose bytes are pinned, in a file that the tests without Node read too. */
export interface PinnedCase {
  /** Without the digests. */
  readonly line: string;
  readonly activation: (typeof activations)[number];
  readonly cost: (typeof costs)[number];
  readonly batch: number;
  readonly rate: number;
  /** A rate for each parameter, instead of one. */
  readonly own: boolean;
  /** All numbers are multiplied by this power of 2, so that they or their products are subnormal. */
  readonly exponent: number;
  readonly layers: readonly number[];
  readonly digests: Readonly<Record<Arithmetic, string>>;
}

const updates = 200;
export const casesFile = new URL('../../../../test/engine/portable/cases.txt', import.meta.url);

export function pinnedCases(): readonly PinnedCase[] {
  return readFileSync(casesFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(caseOf);
}

function caseOf(line: string): PinnedCase {
  const words = line.split(' ');
  const [activation = '', cost = '', batch, rate, own, exponent, layers = '', portable = '', fma = ''] =
    words;
  return {
    line: words.slice(0, 7).join(' '),
    activation: named(activations, activation),
    cost: named(costs, cost),
    batch: Number(batch),
    rate: Number(rate),
    own: own === '1',
    exponent: Number(exponent),
    layers: layers.split('-').map(Number),
    digests: { portable, fma },
  };
}

/** 'number:name', as the kernels number it. */
function named<Name extends string>(names: readonly Name[], text: string): Name {
  const name = at(names, Number(text.split(':')[0]));
  if (text !== `${names.indexOf(name)}:${name}`) throw new Error(`${text} is ${names.indexOf(name)}:${name}`);
  return name;
}

/** SHA-256 of the number of updates done and the parameters after them; of the number alone where the network diverged. */
export function digestOfCase(engine: Engine, pinned: PinnedCase): string {
  const { activation, cost, batch, rate, own, exponent, layers } = pinned;
  const example = exampleCase(activation, layers, updates * batch, cost);
  const scaled = (values: Float32Array) => values.map((value) => value * 2 ** exponent);
  const parameters = mapped(example.parameters, scaled);
  const network = engine.create(example.architecture, parameters);
  const rates = mapped(parameters, (values) => values.map((_, k) => (k % 17) / 100));
  const { updates: done } = network.train(scaled(example.inputs), example.labels, batch, {
    kind: 'sgd',
    rate: own ? rates : rate,
  });
  const hash = createHash('sha256').update(Uint32Array.of(done));
  if (done === updates) hash.update(parameterBytes(network.parameters()));
  return hash.digest('hex');
}

function mapped({ weights, biases }: Parameters, map: (values: Float32Array) => Float32Array): Parameters {
  return { weights: weights.map(map), biases: biases.map(map) };
}

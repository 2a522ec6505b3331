import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  activations,
  costs,
  type Engine,
  type Network,
  normalisations,
  type Parameters,
  type UpdateRule,
} from '../../../src/engine/engine.js';
import { initialNormalisers } from '../../../src/engine/normalisers.js';
import type { Arithmetic } from '../../../src/engine/portable/kernels.js';
import { parameterBytes } from '../compare.js';
import { type Case, exampleCase } from '../examples.js';
import { at } from '../lists.js';

/** Trainings whose bytes are pinned, in a file that the tests without Node read too. */
export interface PinnedCase {
  /** Without the digests. */
  readonly line: string;
  readonly activation: (typeof activations)[number];
  readonly cost: (typeof costs)[number];
  readonly batch: number;
  readonly rate: number;
  /** How `ruleOf` makes it. */
  readonly rule: RuleName;
  readonly normalisation: (typeof normalisationNames)[number];
  /** All numbers are multiplied by this power of 2, so that they or their products are subnormal. */
  readonly exponent: number;
  readonly layers: readonly number[];
  readonly digests: Readonly<Record<Arithmetic, string>>;
}

const updates = 200;

/** In the order of their numbers in the file. */
const normalisationNames = ['none', ...normalisations] as const;

/** The rules, in the order of their numbers in the file. */
const ruleNames = ['oneRate', 'ownRates', 'momentum', 'nesterov', 'adam'] as const;
type RuleName = (typeof ruleNames)[number];

function ruleOf(name: RuleName, rate: number, parameters: Parameters): UpdateRule {
  switch (name) {
    case 'oneRate':
      return { kind: 'sgd', rate };
    case 'ownRates':
      return { kind: 'sgd', rate: mapped(parameters, (values) => values.map((_, k) => (k % 17) / 100)) };
    case 'momentum':
    case 'nesterov':
      return { kind: 'momentum', rate, momentum: 0.9, nesterov: name === 'nesterov' };
    case 'adam':
      return { kind: 'adam', rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  }
}

export const casesFile = new URL('../../../../test/engine/portable/cases.txt', import.meta.url);

export function pinnedCases(): readonly PinnedCase[] {
  return readFileSync(casesFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(caseOf);
}

function caseOf(line: string): PinnedCase {
  const words = line.split(' ');
  const [activation = '', cost = '', normalisation = '', batch, rate, ...more] = words;
  const [rule = '', exponent, layers = '', portable = '', fma = ''] = more;
  return {
    line: words.slice(0, 8).join(' '),
    activation: named(activations, activation),
    cost: named(costs, cost),
    normalisation: named(normalisationNames, normalisation),
    batch: Number(batch),
    rate: Number(rate),
    rule: named(ruleNames, rule),
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
  const { activation, cost, batch, rate, exponent, layers } = pinned;
  const example = exampleCase(activation, layers, updates * batch, cost);
  const scaled = (values: Float32Array) => values.map((value) => value * 2 ** exponent);
  const parameters = mapped(example.parameters, scaled);
  const network = networkOf(engine, pinned, { ...example, parameters });
  const rule = ruleOf(pinned.rule, rate, parameters);
  const { updates: done } = network.train(scaled(example.inputs), example.labels, batch, rule);
  const hash = createHash('sha256').update(Uint32Array.of(done));
  if (done === updates) hash.update(parameterBytes(network.parameters()));
  return hash.digest('hex');
}

/** Normalised as an untrained network is. */
function networkOf(
  engine: Engine,
  { normalisation, layers }: PinnedCase,
  { architecture, parameters }: Case,
): Network {
  if (normalisation === 'none') return engine.create(architecture, parameters);
  const normalisers = initialNormalisers(layers, normalisation);
  return engine.create({ ...architecture, normalisation }, { ...parameters, normalisers });
}

function mapped({ weights, biases }: Parameters, map: (values: Float32Array) => Float32Array): Parameters {
  return { weights: weights.map(map), biases: biases.map(map) };
}

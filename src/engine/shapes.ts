import {
  activations,
  type Architecture,
  costs,
  normalisations,
  type Normalisers,
  type Parameters,
  type RuleState,
  slotNames,
  type UpdateRule,
} from './engine.js';
import { groupsOf, initialNormalisers, learnedOf } from './normalisers.js';

/** Checks of what callers pass. Wrong shapes are mistakes of a program, not of its user: all throw RangeError. */

/** Weight layers that the portable engine's kernels.c has room for. */
const mostLayers = 16;
/** Labels and predictions are bytes. */
const mostClasses = 256;

export function checkArchitecture({ layers, activation, cost, normalisation }: Architecture): void {
  if (layers.length < 2 || layers.length > mostLayers + 1)
    throw new RangeError(`a network has 1 to ${mostLayers} layers of weights, not ${layers.length - 1}`);
  for (const units of layers)
    if (!Number.isInteger(units) || units < 1) throw new RangeError(`a layer cannot have ${units} units`);
  if (unitsOf(layers, layers.length - 1) > mostClasses)
    throw new RangeError(`there can be ${mostClasses} classes, not ${unitsOf(layers, layers.length - 1)}`);
  if (!activations.includes(activation)) throw new RangeError(`there is no activation ${activation}`);
  if (!costs.includes(cost)) throw new RangeError(`there is no cost ${cost}`);
  if (normalisation !== undefined && !normalisations.includes(normalisation))
    throw new RangeError(`there is no normalisation ${normalisation}`);
}

/** What a list with something for each layer has for layer l, counted from 0. */
export function layerOf<Item>(list: readonly Item[], l: number): Item {
  const item = list[l];
  if (item === undefined) throw new RangeError(`there is no layer ${l + 1}`);
  return item;
}

export function unitsOf(layers: readonly number[], layer: number): number {
  const units = layers[layer];
  if (units === undefined) throw new RangeError(`there is no layer ${layer}`);
  return units;
}

export function checkParameters(architecture: Architecture, parameters: Parameters): void {
  const { layers } = architecture;
  const { weights, biases } = parameters;
  if (weights.length !== layers.length - 1 || biases.length !== layers.length - 1)
    throw new RangeError(
      `${layers.length - 1} layers of weights and biases are needed, not ${weights.length} and ${biases.length}`,
    );
  weights.forEach((values, l) => {
    checkLength(`weights[${l}]`, values.length, unitsOf(layers, l) * unitsOf(layers, l + 1));
  });
  biases.forEach((values, l) => {
    checkLength(`biases[${l}]`, values.length, unitsOf(layers, l + 1));
  });
  checkNormalisers(architecture, parameters);
}

/** As many groups of as many numbers as the network's normalisation has. */
function checkNormalisers({ layers, normalisation }: Architecture, { normalisers }: Parameters): void {
  const wanted = normalisation === undefined ? undefined : initialNormalisers(layers, normalisation);
  if (sizesOf(normalisers) !== sizesOf(wanted))
    throw new RangeError(`normalisers must be ${sizesOf(wanted)}, not ${sizesOf(normalisers)}`);
}

/** No hidden layers' are none at all. */
function sizesOf(normalisers: Normalisers | undefined): string {
  const groups = normalisers === undefined ? [] : groupsOf(normalisers);
  const sizes = groups.flatMap(([name, hidden]) => hidden.map(({ length }) => `${length} ${name}`));
  return sizes.length === 0 ? 'none' : sizes.sort().join(', ');
}

/** Throws where a network is normalised, which what is asked of it is not defined for. */
export function checkPlain({ normalisation }: Architecture, what: string): void {
  if (normalisation !== undefined)
    throw new RangeError(`${what} is not defined with ${normalisation} normalisation`);
}

export function checkExamples({ layers }: Architecture, inputs: Float32Array, labels: Uint8Array): void {
  checkLength('inputs', inputs.length, labels.length * unitsOf(layers, 0));
  const classes = unitsOf(layers, layers.length - 1);
  const wrong = labels.find((label) => label >= classes);
  if (wrong !== undefined) throw new RangeError(`label ${wrong} is not one of ${classes} classes`);
}

export function checkMinibatches(examples: number, batch: number): void {
  if (!Number.isInteger(batch) || batch < 1)
    throw new RangeError(`a minibatch cannot have ${batch} examples`);
  if (examples % batch !== 0)
    throw new RangeError(`${examples} examples are not whole minibatches of ${batch}`);
}

/** One example alone has no variance. */
export function checkTrainable({ normalisation }: Architecture, batch: number): void {
  if (normalisation === 'batch' && batch < 2)
    throw new RangeError(`batch normalisation needs minibatches of 2 or more examples, not ${batch}`);
}

export function checkRule(architecture: Architecture, rule: UpdateRule): void {
  const { rate } = rule;
  if (typeof rate !== 'number') {
    checkPlain(architecture, 'a learning rate for every parameter');
    checkParameters(architecture, rate);
  } else if (!Number.isFinite(Math.fround(rate)))
    throw new RangeError(`the learning rate ${rate} is not a finite number`);
  if (rule.kind === 'momentum') checkKeeping('momentum', rule.momentum);
  if (rule.kind !== 'adam') return;
  checkKeeping('beta1', rule.beta1);
  checkKeeping('beta2', rule.beta2);
  if (!(Math.fround(rule.epsilon) > 0)) throw new RangeError(`epsilon is ${rule.epsilon}, not above 0`);
}

/** How much a rule keeps of what it had, in single precision. */
function checkKeeping(name: string, value: number): void {
  if (!(value >= 0 && Math.fround(value) < 1))
    throw new RangeError(`${name} is ${value}, not at least 0 and below 1`);
}

export function checkState(architecture: Architecture, { kind, slots }: RuleState): void {
  const { length } = slotNames[kind];
  if (slots.length !== length) throw new RangeError(`${kind} has ${length} slots, not ${slots.length}`);
  for (const slot of slots) checkParameters(learnedOf(architecture), slot);
}

function checkLength(name: string, length: number, expected: number): void {
  if (length !== expected) throw new RangeError(`${name} has ${length} numbers instead of ${expected}`);
}

import test, { type ExecutionContext } from 'ava';
import type { Adam, Engine, Momentum, Network, Parameters, UpdateRule } from '../../src/engine/engine.js';
import { alikeParameters, parameterBytes, part } from './compare.js';
import { exampleCase, examplesOf, type Case } from './examples.js';
import { at } from './lists.js';
import { layersOf, meanGradients } from './reference.js';
import { followed, unfollowed } from './reference-rules.js';

/** What every engine must do with rules that keep something from update to update. */

const odd = [19, 33, 21, 7];
const batch = 10;
const adam: Adam = { kind: 'adam', rate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-4 };
const momentum: Momentum = { kind: 'momentum', rate: 0.05, momentum: 0.9, nesterov: false };
export const rulesWithSlots = {
  momentum,
  "Nesterov's momentum": { ...momentum, nesterov: true },
  Adam: adam,
  "Adam by the paper's numbers": { ...adam, rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
} as const satisfies Readonly<Record<string, Momentum | Adam>>;

export function rulesConformance(engine: Engine): void {
  for (const [name, rule] of Object.entries(rulesWithSlots)) {
    const what = `${engine.name}, ${name}`;
    test(`twelve updates are the formula, slots with them: ${what}`, (t) => {
      formula(t, engine, rule);
    });
    test(`a training in pieces, in other networks too, has the bits of a straight one: ${what}`, (t) => {
      pieces(t, engine, rule);
    });
    test(`a rule begins with 0 after another rule, and where it is not told how far it is: ${what}`, (t) => {
      beginnings(t, engine, rule);
    });
  }
}

function networkOf(engine: Engine, { architecture, parameters }: Case): Network {
  return engine.create(architecture, parameters);
}

function formula(t: ExecutionContext, engine: Engine, rule: Momentum | Adam): void {
  const example = exampleCase('tanh', odd, 12 * batch);
  const { architecture, inputs, labels } = example;
  const examples = examplesOf(example);
  let expected = unfollowed(layersOf(architecture, example.parameters), rule);
  for (let k = 0; k < 12; k++) {
    const [first, end] = [k * batch, (k + 1) * batch];
    const [some, own] = [examples.slice(first, end), labels.subarray(first, end)];
    expected = followed(expected, rule, k + 1, meanGradients(expected.network, architecture, some, own));
  }
  const network = networkOf(engine, example);
  t.is(network.train(inputs, labels, batch, rule).updates, 12);
  // β is rounded to single precision, 1 − 0.999 by that to 1 part in 75,000.
  alikeParameters(t, network.parameters(), expected.network, 'parameters', 1e-4);
  network.slots(rule.kind).forEach((slot, k) => {
    alikeParameters(t, slot, at(expected.slots, k), `slot ${k}`, 1e-4);
  });
}

function pieces(t: ExecutionContext, engine: Engine, rule: UpdateRule): void {
  const example = exampleCase('tanh', odd, 9 * batch);
  const straight = networkOf(engine, example);
  straight.train(example.inputs, example.labels, batch, rule);
  let network = networkOf(engine, example);
  for (const [from, to] of [
    [0, 1],
    [1, 4],
    [4, 9],
  ] as const) {
    const [parameters, slots] = [network.parameters(), network.slots(rule.kind)];
    network = engine.create(example.architecture, parameters);
    network.load(parameters, { kind: rule.kind, updates: from, slots });
    network.train(...part(example, from * batch, (to - 1) * batch), batch, rule);
    network.gradientVariance(...part(example, 0, batch), batch);
    network.train(...part(example, (to - 1) * batch, to * batch), batch, rule);
  }
  t.deepEqual(stateOf(network, rule), stateOf(straight, rule));
}

function beginnings(t: ExecutionContext, engine: Engine, rule: UpdateRule): void {
  const example = exampleCase('tanh', odd, 3 * batch);
  const train = (network: Network, by: UpdateRule) => {
    network.train(example.inputs, example.labels, batch, by);
    return stateOf(network, rule);
  };
  const anew = (parameters: Parameters) => train(engine.create(example.architecture, parameters), rule);
  const network = networkOf(engine, example);
  t.true(allOf(network.slots(rule.kind)).every((value) => value === 0));
  t.deepEqual(train(network, rule), anew(example.parameters));
  t.false(allOf(network.slots(rule.kind)).every((value) => value === 0));
  network.load(example.parameters);
  t.deepEqual(train(network, rule), anew(example.parameters));
  const others = Object.values(rulesWithSlots).filter(({ kind }) => kind !== rule.kind);
  for (const other of [{ kind: 'sgd', rate: 0.1 } as const, ...others]) {
    train(network, other);
    t.true(allOf(network.slots(rule.kind)).every((value) => value === 0));
    const parameters = network.parameters();
    t.deepEqual(train(network, rule), anew(parameters));
  }
}

function stateOf(network: Network, { kind }: UpdateRule): readonly Buffer[] {
  return [network.parameters(), ...network.slots(kind)].map(parameterBytes);
}

function allOf(slots: readonly Parameters[]): readonly number[] {
  return slots.flatMap(({ weights, biases }) => [...weights, ...biases].flatMap((values) => [...values]));
}

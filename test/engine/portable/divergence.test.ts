import test from 'ava';
import { parameterBytes, part } from '../compare.js';
import { exampleCase } from '../examples.js';
import { at } from '../lists.js';
import { networkOf, odd, sgd } from './networks.js';

test('training ends before the first update that has a pre-activation that is not finite', (t) => {
  const [batch, updates, broken] = [5, 8, 3];
  const example = exampleCase('tanh', odd, batch * updates);
  const until = networkOf(example);
  until.train(...part(example, 0, broken * batch), batch, sgd(0.1));
  for (const value of [NaN, Infinity, 3e38]) {
    const inputs = example.inputs.slice();
    inputs.fill(value, (broken * batch + 2) * 19, (broken * batch + 3) * 19);
    const network = networkOf(example);
    const { weights } = network.parameters();
    // Weights of one sign, so that inputs near the greatest float overflow the first sum.
    network.load({ ...network.parameters(), weights: weights.map((w) => w.map((x) => 8 * Math.abs(x))) });
    const trained = network.train(inputs, example.labels, batch, sgd(0.1));
    t.is(trained.updates, broken, `${value}`);
    t.is(trained.costs.length, broken);
    t.is(trained.errors.length, broken);
    t.true(trained.costs.every(Number.isFinite));
    t.true(network.finite());
  }
  const network = networkOf(example);
  const inputs = example.inputs.slice();
  inputs[broken * batch * 19] = NaN;
  network.train(inputs, example.labels, batch, sgd(0.1));
  t.deepEqual(parameterBytes(network.parameters()), parameterBytes(until.parameters()));
});

test('a learning rate that throws the parameters away ends training, and more of it does no update', (t) => {
  const example = exampleCase('tanh', odd, 50);
  const network = networkOf(example);
  const trained = network.train(example.inputs, example.labels, 5, sgd(3e38));
  t.true(trained.updates > 0 && trained.updates < 10);
  t.is(network.train(example.inputs, example.labels, 5, sgd(3e38)).updates, 0);
});

for (const [activation, rate] of [
  ['relu', 5],
  ['leakyRelu', 5],
  ['selu', 2],
] as const)
  test(`too great a learning rate ends training before the first update with a sum beyond all floats: ${activation}, ${rate}`, (t) => {
    const [batch, updates] = [5, 120];
    const example = exampleCase(activation, [19, 33, 33, 21, 7], batch * updates);
    const network = networkOf(example);
    const trained = network.train(example.inputs, example.labels, batch, sgd(rate));
    t.true(trained.updates > 2 && trained.updates < updates, `${trained.updates}`);
    t.true(trained.costs.every(Number.isFinite));
    t.true(at(trained.costs, -1) > 1e9);
    const single = networkOf(example);
    for (let k = 0; k <= trained.updates; k++) {
      const minibatch = part(example, k * batch, (k + 1) * batch);
      const { preActivations } = single.forward(...minibatch);
      const computed = preActivations.every((s) => s.every(Number.isFinite));
      t.is(computed, k < trained.updates, `update ${k + 1}`);
      t.is(single.train(...minibatch, batch, sgd(rate)).updates, Number(computed));
    }
    t.deepEqual(parameterBytes(network.parameters()), parameterBytes(single.parameters()));
  });

test('finite() finds one number that is not, in any weight or bias', (t) => {
  const example = exampleCase('tanh', odd, 1);
  const network = networkOf(example);
  t.true(network.finite());
  for (const value of [NaN, Infinity, -Infinity])
    for (const name of ['weights', 'biases'] as const)
      for (const l of [0, 1, 2]) {
        const parameters = network.parameters();
        const numbers = at(parameters[name], l);
        numbers[numbers.length - 1] = value;
        const broken = networkOf({ ...example, parameters });
        t.false(broken.finite());
        broken.load(example.parameters);
        t.true(broken.finite());
      }
});

test('rates find none of the numbers that were in their place: a network that saw NaN trains by them as any other', (t) => {
  const example = exampleCase('tanh', odd, 20);
  const { weights, biases } = example.parameters;
  const rates = {
    weights: weights.map((w) => w.map(() => 0.1)),
    biases: biases.map((b) => b.map(() => 0.1)),
  };
  const [used, other] = [networkOf(example), networkOf(example)];
  used.forward(
    example.inputs.map(() => NaN),
    example.labels,
  );
  for (const network of [used, other])
    t.is(network.train(example.inputs, example.labels, 5, sgd(rates)).updates, 4);
  t.deepEqual(parameterBytes(used.parameters()), parameterBytes(other.parameters()));
});

import { createHash } from 'node:crypto';
import test from 'ava';
import type { Code, Decoder } from '../../../src/engine/autoencoder.js';
import type { Activation } from '../../../src/engine/engine.js';
import { type Build, builds, type UsableBuild } from '../../../src/engine/portable/builds.js';
import { arithmetics } from '../../../src/engine/portable/kernels.js';
import { alike, bytesOf } from '../compare.js';
import { at } from '../lists.js';
import { autoencoderOf, learningOf, reconstructionCost } from './autoencoding.js';

const cases: readonly (readonly [Activation, Decoder, readonly number[]])[] = [
  ['sigmoid', 'sigmoid', [19, 33, 21]],
  ['tanh', 'tanh', [19, 33, 21, 18]],
  ['softsign', 'softsign', [21, 35]],
  ['gelu', 'linear', [19, 17, 5]],
  ['tanh', 'linear', [1, 1]],
];

function bytesOfCode({ weights, biases, decoderBiases }: Code): Buffer {
  return bytesOf(weights, biases, decoderBiases);
}

for (const [activation, decoder, layers] of cases)
  test(`one update follows the gradient of the cost, found by numeric differences: ${activation}, ${decoder}, ${layers.join('-')}`, (t) => {
    const learning = learningOf(activation, decoder, layers);
    const autoencoder = autoencoderOf(learning);
    const before = autoencoder.code();
    const { costs } = autoencoder.learn(learning.example.inputs, learning.kept, 1);
    alike(t, costs, [reconstructionCost(learning, before)], 'cost');
    const after = autoencoder.code();
    for (const part of ['weights', 'biases', 'decoderBiases'] as const) {
      const step = Array.from(before[part], (value, k) => value - at(after[part], k));
      const gradient = Array.from(before[part], (_, k) => {
        const [low, high] = [-1, 1].map((sign) => {
          const moved = before[part].slice();
          moved[k] = at(moved, k) + sign * 2 ** -10;
          const by = at(moved, k) - at(before[part], k);
          return [by, reconstructionCost(learning, { ...before, [part]: moved })] as const;
        });
        if (low === undefined || high === undefined) throw new Error('there are two sides');
        return (high[1] - low[1]) / (high[0] - low[0]);
      });
      alike(t, step, gradient, part, 1e-4);
    }
  });

function isUsable(build: Build): build is UsableBuild {
  return 'instantiate' in build;
}

for (const arithmetic of arithmetics)
  test(`${arithmetic}: every build has the same bytes with any number of threads, whatever the layers`, (t) => {
    const digests = builds(arithmetic)
      .filter(isUsable)
      .flatMap((build) => (build.inSoftware ? [1] : [1, 2, 3]).map((threads) => ({ build, threads })))
      .map(({ build, threads }) => {
        const hash = createHash('sha256');
        for (const [activation, decoder, layers] of [
          ...cases,
          ['tanh', 'tanh', [40, 130, 200]] as const,
          ['sigmoid', 'sigmoid', [1024, 96]] as const,
        ]) {
          const learning = learningOf(activation, decoder, layers, [7, 20]);
          const autoencoder = autoencoderOf(learning, { arithmetic, build, threads: () => threads });
          const { costs, updates } = autoencoder.learn(learning.example.inputs, learning.kept, 0.05);
          t.is(updates, 20);
          hash.update(bytesOf(costs)).update(bytesOfCode(autoencoder.code()));
        }
        return hash.digest('hex');
      });
    t.is(new Set(digests).size, 1, digests.join('\n'));
  });

test('learning in one call is learning in several, and one that goes on from the code of another', (t) => {
  const learning = learningOf('tanh', 'tanh', [19, 33, 21], [5, 12]);
  const { example, kept, stack, batch } = learning;
  const straight = autoencoderOf(learning);
  straight.learn(example.inputs, kept, 0.1);
  const first = autoencoderOf(learning);
  first.learn(example.inputs.subarray(0, 19 * 5 * 7), kept.subarray(0, 33 * 5 * 7), 0.1);
  const { weights, biases, decoderBiases } = first.code();
  const continued = {
    ...stack,
    weights: [at(stack.weights, 0), weights],
    biases: [at(stack.biases, 0), biases],
  };
  const next = autoencoderOf({ ...learning, stack: continued, batch }, {}, decoderBiases);
  next.learn(example.inputs.subarray(19 * 5 * 7), kept.subarray(33 * 5 * 7), 0.1);
  t.deepEqual(bytesOfCode(next.code()), bytesOfCode(straight.code()));
});

test('inputs that are not kept do not matter to the code', (t) => {
  const learning = learningOf('tanh', 'tanh', [19, 8]);
  const none = { ...learning, kept: new Uint8Array(19 * 5) };
  const autoencoder = autoencoderOf(none);
  const { costs } = autoencoder.learn(none.example.inputs, none.kept, 0);
  alike(t, costs, [reconstructionCost(none, autoencoder.code())], 'cost of no inputs');
});

test('an update that cannot be computed in finite numbers is not done', (t) => {
  const learning = learningOf('linear', 'linear', [19, 8], [5, 3]);
  const autoencoder = autoencoderOf(learning);
  const before = bytesOfCode(autoencoder.code());
  const inputs = learning.example.inputs.slice();
  inputs.fill(3e38, 0, 19 * 5);
  t.is(autoencoder.learn(inputs, learning.kept, 0.1).updates, 0);
  t.deepEqual(bytesOfCode(autoencoder.code()), before);
  t.true(autoencoder.finite());
  const large = learning.example.inputs.map((x) => 1e4 * x);
  autoencoder.learn(large.subarray(0, 19 * 5), learning.kept.subarray(0, 19 * 5), 1e38);
  t.false(autoencoder.finite());
});

test('wrong shapes are RangeErrors that say what is wrong', (t) => {
  const learning = learningOf('tanh', 'tanh', [19, 8]);
  const autoencoder = autoencoderOf(learning);
  const { inputs } = learning.example;
  const wrong: readonly [() => unknown, RegExp][] = [
    [() => autoencoder.learn(inputs.subarray(1), learning.kept, 1), /94 examples are not whole minibatches/],
    [() => autoencoder.learn(inputs, learning.kept.subarray(1), 1), /kept has 94 numbers instead of 95/],
    [() => autoencoderOf({ ...learning, batch: 0 }), /cannot have 0 examples/],
  ];
  for (const [call, message] of wrong) t.throws(call, { instanceOf: RangeError, message });
});

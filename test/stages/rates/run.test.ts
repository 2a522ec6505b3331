import test from 'ava';
import type { Static } from 'typebox';
import { digestOf } from '../../../src/artifact/digest.js';
import { minibatchReader } from '../../../src/data/minibatches.js';
import { openExamples } from '../../../src/data/open.js';
import { decodeParameters } from '../../../src/engine/parameters.js';
import type { StageRun } from '../../../src/stage/contract.js';
import { BadInput } from '../../../src/stage/problem.js';
import { declaration } from '../../../stages/rates/declaration.js';
import { run } from '../../../stages/rates/run.js';
import { declaration as train } from '../../../stages/train/declaration.js';
import { run as runTrain } from '../../../stages/train/run.js';
import { inputWith, smallExamples, smallNetwork } from '../../training/small.js';
import { tableOf } from '../../training/tables.js';
import { inputOf, outputOf, runStage } from '../in-memory.js';

type Setting = Partial<Static<typeof declaration.parameters>>;

const examples = smallExamples(64);
const usual: Setting = { examples: 40, damping: 0.01 };

function rates(
  parameters: Setting = {},
  { network = smallNetwork(), data = examples, stage = run, signal = new AbortController().signal } = {},
) {
  return runStage(declaration, stage, {
    parameters: { ...usual, ...parameters },
    inputs: { data: inputWith({ train: data }), network: inputWith({ network }) },
    signal,
  });
}

/** A softmax regression, whose derivatives are short: ∂C/∂s_o = P_o − y_o, ∂²C/∂s_o² = P_o(1 − P_o). */
const regression = smallNetwork([12, 5]);

/** The first examples of the training sequence, each with x (and a 1 for the bias), P and y under the regression. */
async function regressed(count: number, seed: number) {
  const read = minibatchReader(await openExamples(examples), { seed, order: 'shuffled' });
  const { weights } = decodeParameters(await regression.bytes()).parameters;
  const [inputs, labels] = [new Float32Array(count * 12), new Uint8Array(count)];
  read(0, inputs, labels);
  return Array.from(labels, (label, example) => {
    const x = inputs.subarray(example * 12, example * 12 + 12);
    const s = [0, 1, 2, 3, 4].map((o) =>
      x.reduce((sum, value, i) => sum + value * (weights[0]?.[i * 5 + o] ?? NaN), 0),
    );
    const total = s.reduce((sum, value) => sum + Math.exp(value), 0);
    return {
      x: [...x, 1],
      p: s.map((value) => Math.exp(value) / total),
      y: s.map((_, o) => (o === label ? 1 : 0)),
    };
  });
}

/** What the stage wrote for the regression: 12 rows of weights, then the biases, [13][5]. */
async function regressionRates(parameters: Setting): Promise<readonly number[]> {
  const { bytes } = outputOf(await rates(parameters, { network: regression }), 'rates');
  const { weights, biases } = decodeParameters(bytes).parameters;
  return [...(weights[0] ?? []), ...(biases[0] ?? [])];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function close(actual: readonly number[], expected: readonly number[]): boolean {
  return (
    actual.length === expected.length &&
    actual.every((value, index) => Math.abs(value / (expected[index] ?? NaN) - 1) < 1e-4)
  );
}

test('hessian: r = μ/(μ + mean of x²P(1 − P)) in a network of one layer', async (t) => {
  for (const [damping, seed] of [
    [0.01, 1],
    [0.5, 2],
  ] as const) {
    const all = await regressed(40, seed);
    const expected = Array.from({ length: 13 * 5 }, (_, index) => {
      const [i, o] = [Math.floor(index / 5), index % 5];
      const h = mean(all.map(({ x, p }) => (x[i] ?? NaN) ** 2 * (p[o] ?? NaN) * (1 - (p[o] ?? NaN))));
      return damping / (damping + h);
    });
    t.true(close(await regressionRates({ method: 'hessian', damping, seed }), expected));
  }
});

test('gradientVariance: r = μ/(μ + sd over minibatches of the mean of x(P − y)) in a network of one layer', async (t) => {
  for (const batch of [10, 4]) {
    const all = await regressed(40, 1);
    const expected = Array.from({ length: 13 * 5 }, (_, index) => {
      const [i, o] = [Math.floor(index / 5), index % 5];
      const gradients = all.map(({ x, p, y }) => (x[i] ?? NaN) * ((p[o] ?? NaN) - (y[o] ?? NaN)));
      const means = Array.from({ length: 40 / batch }, (__, k) =>
        mean(gradients.slice(k * batch, (k + 1) * batch)),
      );
      const variance = mean(means.map((value) => (value - mean(means)) ** 2));
      return 0.01 / (0.01 + Math.sqrt(variance));
    });
    const method = batch === 10 ? 'gradientVariance' : ({ name: 'gradientVariance', batch } as const);
    t.true(close(await regressionRates({ method }), expected), `minibatches of ${batch}`);
  }
});

test('every parameter of a deeper network has a rate of at most 1, and train takes them', async (t) => {
  for (const method of ['hessian', 'gradientVariance'] as const) {
    const ran = await rates({ method });
    const { layers, parameters } = decodeParameters(outputOf(ran, 'rates').bytes);
    t.deepEqual(layers, [12, 9, 7, 5]);
    t.true([...parameters.weights, ...parameters.biases].every((all) => all.every((r) => r > 0 && r <= 1)));
    const trained = await runStage(train, runTrain, {
      parameters: { updates: 100, batch: 4, learningRate: 1 },
      inputs: {
        data: inputWith({ train: examples }),
        network: inputWith({ network: smallNetwork() }),
        rates: inputOf(ran.outputs),
      },
    });
    const costs = tableOf(outputOf(trained, 'trajectory')).rows.map(({ cost }) => Number(cost));
    t.true((costs.at(-1) ?? NaN) < (costs[1] ?? NaN));
  }
});

test('the table says how the rates of each layer are distributed', async (t) => {
  const ran = await rates();
  const { weights, biases } = decodeParameters(outputOf(ran, 'rates').bytes).parameters;
  const { rows } = tableOf(outputOf(ran, 'distribution'));
  t.deepEqual(
    rows.map(({ layer, parameters, count }) => [layer, parameters, count]),
    weights.flatMap((layer, index) => [
      [index + 1, 'weights', layer.length],
      [index + 1, 'biases', biases[index]?.length],
    ]),
  );
  const [first] = weights;
  const sorted = [...(first ?? [])].sort((a, b) => a - b);
  t.is(sorted.length, 108);
  t.like(rows[0], {
    min: sorted[0],
    percentile2: sorted[2],
    median: sorted[53],
    percentile98: sorted[105],
    max: sorted[107],
  });
});

test('the bytes are pinned', async (t) => {
  const digests = [];
  for (const method of ['hessian', 'gradientVariance'] as const)
    digests.push(String(digestOf(outputOf(await rates({ method }), 'rates').bytes)));
  t.deepEqual(digests, [
    '5ce1e3983bd33b920476cfa34f72540d448e8f08e7ac58d57f6f555c0fcd94cd',
    '54b097ce75b24ecf9ad388ecdadf39ba7e6d805825e0e4b76399d9bd6e3b22c6',
  ]);
});

test('more examples than there are, or no whole minibatches of them, are bad input that says how many', async (t) => {
  for (const [setting, rule] of [
    [{ examples: 65 }, /there are only 64 training examples\. {2}Take at most 64/],
    [{ examples: 45, method: 'gradientVariance' }, /whole minibatches of 10\. {2}Take 50/],
    [{ examples: 10, method: 'gradientVariance' }, /two or more .* Take 20/],
  ] as const) {
    const error = await t.throwsAsync(rates(setting), { instanceOf: BadInput });
    t.regex(error.message, rule);
  }
});

test('a network whose curvature is not a finite number is bad input', async (t) => {
  await t.throwsAsync(rates({}, { network: smallNetwork(undefined, 1e30) }), {
    instanceOf: BadInput,
    message: /curvature or gradient is not a finite number/,
  });
});

test('a run that is asked to stop does so after a layer', async (t) => {
  const abort = new AbortController();
  const stage: StageRun<typeof declaration> = (context) =>
    run({
      ...context,
      progress: ({ done }) => {
        if (done === 1) abort.abort(new Error('stopped'));
      },
    });
  await t.throwsAsync(rates({}, { stage, signal: abort.signal }), { message: 'stopped' });
});

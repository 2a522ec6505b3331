import test from 'ava';
import type { Static } from 'typebox';
import { openExamples } from '../../../src/data/open.js';
import { activations } from '../../../src/engine/engine.js';
import { decodeParameters } from '../../../src/engine/parameters.js';
import type { StageRun } from '../../../src/stage/contract.js';
import { BadInput } from '../../../src/stage/problem.js';
import { moments } from '../../../src/statistics/summary.js';
import { openNetwork } from '../../../src/training/network.js';
import { sampleOf } from '../../../src/training/sample.js';
import { declaration } from '../../../stages/lsuv/declaration.js';
import { run } from '../../../stages/lsuv/run.js';
import { declaration as theory } from '../../../stages/theory/declaration.js';
import { run as runTheory } from '../../../stages/theory/run.js';
import {
  alone,
  artifact,
  inputWith,
  smallExamples,
  smallNetwork,
  usualNetwork,
} from '../../training/small.js';
import { tableOf } from '../../training/tables.js';
import { outputOf, runStage } from '../in-memory.js';

type Setting = Partial<Static<typeof declaration.parameters>>;

const data = smallExamples(64);

function lsuv(
  parameters: Setting = {},
  { network = smallNetwork(), stage = run, signal = new AbortController().signal } = {},
) {
  return runStage(declaration, stage, {
    parameters: { examples: 40, ...parameters },
    inputs: { data: inputWith({ train: data }), network: inputWith({ network }) },
    signal,
  });
}

for (const activation of activations)
  test(`every layer's pre-activations have a variance within the tolerance of 1: ${activation}`, async (t) => {
    const network = outputOf(await lsuv({ activation, tolerance: 0.01 }), 'network');
    const examples = await openExamples(data);
    const settings = { ...usualNetwork, activation };
    const opened = await openNetwork(
      artifact(network.bytes, network.description),
      settings,
      examples.description,
      alone,
    );
    const { inputs, labels } = sampleOf(examples, 40, 1);
    const variances = opened.forward(inputs, labels).preActivations.map((s) => moments(s).variance);
    t.is(variances.length, 3);
    t.true(
      variances.every((variance) => Math.abs(variance - 1) < 0.01),
      variances.join(),
    );
  });

test('weights are scaled by the factor that the table tells, and biases stay', async (t) => {
  const ran = await lsuv();
  const before = decodeParameters(await smallNetwork().bytes()).parameters;
  const after = decodeParameters(outputOf(ran, 'network').bytes).parameters;
  const { rows } = tableOf(outputOf(ran, 'scales'));
  t.deepEqual(
    rows.map(({ layer }) => layer),
    [1, 2, 3],
  );
  for (const [index, { factor }] of rows.entries())
    t.true(
      after.weights[index]?.every(
        (weight, at) => Math.abs(weight - Number(factor) * (before.weights[index]?.[at] ?? NaN)) < 1e-6,
      ),
    );
  t.deepEqual(after.biases, before.biases);
});

test('a layer whose variance is within the tolerance is left as it is', async (t) => {
  const first = outputOf(await lsuv({ tolerance: 0.01 }), 'network');
  const again = await lsuv({ tolerance: 0.02 }, { network: artifact(first.bytes, first.description) });
  t.deepEqual(outputOf(again, 'network').bytes, first.bytes);
  t.true(tableOf(outputOf(again, 'scales')).rows.every((row) => row.iterations === 0 && row.factor === 1));
});

test('there are no more iterations than asked for', async (t) => {
  const { rows } = tableOf(outputOf(await lsuv({ tolerance: 1e-6, iterations: 1 }), 'scales'));
  t.deepEqual(
    rows.map(({ iterations }) => iterations),
    [1, 1, 1],
  );
});

test('weights of 0, which no factor helps, are bad input', async (t) => {
  await t.throwsAsync(lsuv({}, { network: smallNetwork(undefined, 0) }), {
    instanceOf: BadInput,
    message: /layer 1 have the variance 0/,
  });
});

test('theory, which knows the variance of weights by their scheme, refuses a scaled network', async (t) => {
  const { bytes, description } = outputOf(await lsuv(), 'network');
  const scaled = inputWith({ network: artifact(bytes, description) });
  const asked = runStage(theory, runTheory, {
    parameters: { examples: 40 },
    inputs: { data: inputWith({ test: data }), network: scaled },
  });
  await t.throwsAsync(asked, { instanceOf: BadInput, message: /is not as initialise draws it/ });
});

test('more examples than there are is bad input that says how many', async (t) => {
  await t.throwsAsync(lsuv({ examples: 65 }), { instanceOf: BadInput, message: /Take at most 64/ });
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
  await t.throwsAsync(lsuv({}, { stage, signal: abort.signal }), { message: 'stopped' });
});

import test, { type ExecutionContext } from 'ava';
import {
  activations,
  type Architecture,
  costs,
  type Curvature,
  type Engine,
  type Parameters,
} from '../../src/engine/engine.js';
import { alike, alikeParameters, part } from './compare.js';
import { exampleCase, examplesOf, type Case } from './examples.js';
import { at } from './lists.js';
import {
  backward,
  forward,
  layersOf,
  meanCurvature,
  meanGradients,
  updated,
  variances,
  type Layer,
} from './reference.js';

const odd = [19, 33, 21, 7];

/** What every engine must do: the formulas, in whatever order it adds. */
export function conformance(engine: Engine): void {
  for (const activation of activations)
    for (const cost of costs) {
      const caseOf = (examples: number) => exampleCase(activation, odd, examples, cost);
      const what = `${engine.name}, ${activation}, ${cost}`;
      test(`forward and evaluate are the formulas: ${what}`, (t) => {
        forwardConforms(t, engine, caseOf(43));
      });
      test(`gradients are the formulas: ${what}`, (t) => {
        gradientsConform(t, engine, caseOf(43));
      });
      test(`curvature is the formula: ${what}`, (t) => {
        curvatureConforms(t, engine, caseOf(43));
      });
      test(`the variance of gradients is the formula: ${what}`, (t) => {
        varianceConforms(t, engine, caseOf(42));
      });
      for (const batch of [1, 10, 17])
        test(`updates are the formula: ${what}, minibatches of ${batch}`, (t) => {
          updatesConform(t, engine, caseOf(3 * batch), batch);
        });
      test(`updates by a rate for each parameter are the formula: ${what}`, (t) => {
        ratesConform(t, engine, caseOf(30));
      });
    }
}

interface Reference {
  readonly architecture: Architecture;
  readonly network: readonly Layer[];
  readonly examples: readonly (readonly number[])[];
  readonly labels: Uint8Array;
}

function referenceOf(example: Case): Reference {
  const { architecture, parameters, labels } = example;
  return { architecture, network: layersOf(architecture, parameters), examples: examplesOf(example), labels };
}

function runsOf({ architecture, network, examples, labels }: Reference) {
  return examples.map((x, b) => forward(network, architecture, x, at(labels, b)));
}

function forwardConforms(t: ExecutionContext, engine: Engine, example: Case): void {
  const runs = runsOf(referenceOf(example));
  const network = engine.create(example.architecture, example.parameters);
  const got = network.forward(example.inputs, example.labels);
  const expected = runs.map(({ cost }) => cost);
  alike(t, got.costs, expected, 'costs');
  t.deepEqual(
    [...got.predictions],
    runs.map(({ prediction }) => prediction),
  );
  for (const of of ['preActivations', 'activations', 'slopes'] as const) {
    t.is(got[of].length, of === 'slopes' ? 2 : 3);
    got[of].forEach((values, l) => {
      const all = runs.flatMap((run) => at(run[of], l));
      alike(t, values, all, `${of} of layer ${l + 1}`);
    });
  }
  const { costs: found, predictions } = network.evaluate(example.inputs, example.labels);
  alike(t, found, expected, 'costs of evaluate');
  t.deepEqual(predictions, got.predictions);
}

function gradientsConform(t: ExecutionContext, engine: Engine, example: Case): void {
  const { architecture, network, examples, labels } = referenceOf(example);
  const runs = runsOf({ architecture, network, examples, labels });
  const d = runs.map((run, b) => backward(network, architecture, run, at(labels, b)));
  const got = engine.create(architecture, example.parameters).gradients(example.inputs, labels);
  got.preActivationGradients.forEach((values, l) => {
    const all = d.flatMap((layers) => at(layers, l));
    alike(t, values, all, `d of layer ${l + 1}`);
  });
  const { weightGradients: weights, biasGradients: biases } = got;
  const expected = meanGradients(network, architecture, examples, labels);
  alikeParameters(t, made({ weights, biases }), expected, 'gradients');
}

/** All weights' numbers at once, each kept beyond the next one's making. */
function made({ weights, biases }: Curvature): Parameters {
  return { weights: weights.map((make) => make().slice()), biases };
}

function curvatureConforms(t: ExecutionContext, engine: Engine, example: Case): void {
  const { architecture, network, examples, labels } = referenceOf(example);
  const got = engine.create(architecture, example.parameters).curvature(example.inputs, labels);
  const expected = meanCurvature(network, architecture, examples, labels);
  alikeParameters(t, made(got), expected, 'curvature');
}

function varianceConforms(t: ExecutionContext, engine: Engine, example: Case): void {
  const { architecture, network, examples, labels } = referenceOf(example);
  const batch = 7;
  const gradients = Array.from({ length: labels.length / batch }, (_, k) => {
    const [first, end] = [k * batch, (k + 1) * batch];
    return meanGradients(network, architecture, examples.slice(first, end), labels.subarray(first, end));
  });
  const { inputs } = example;
  const got = engine.create(architecture, example.parameters).gradientVariance(inputs, labels, batch);
  alikeParameters(t, got, variances(gradients), 'variance');
}

function updatesConform(t: ExecutionContext, engine: Engine, example: Case, batch: number): void {
  const rate = 0.1;
  const { architecture, examples, labels, ...reference } = referenceOf(example);
  let { network } = reference;
  const means: number[] = [];
  const errors: number[] = [];
  for (let first = 0; first < labels.length; first += batch) {
    const minibatch = examples.slice(first, first + batch);
    const own = labels.subarray(first, first + batch);
    const runs = runsOf({ architecture, network, examples: minibatch, labels: own });
    means.push(runs.reduce((sum, { cost }) => sum + cost, 0) / batch);
    errors.push(runs.filter(({ prediction }, b) => prediction !== at(own, b)).length);
    network = updated(network, meanGradients(network, architecture, minibatch, own), rate);
  }
  const trained = engine.create(architecture, example.parameters);
  const got = trained.train(example.inputs, labels, batch, { kind: 'sgd', rate });
  t.is(got.updates, labels.length / batch);
  alike(t, got.costs, means, 'costs');
  t.deepEqual([...got.errors], errors);
  alikeParameters(t, trained.parameters(), network, 'parameters');
}

/** Rates between 0 and 0.2; the second time others, so that the first are not taken for them. */
function ratesConform(t: ExecutionContext, engine: Engine, example: Case): void {
  const batch = 10;
  const { architecture, examples, labels, ...reference } = referenceOf(example);
  let { network } = reference;
  const trained = engine.create(architecture, example.parameters);
  for (const [k, factor] of [1, 2, 3].entries()) {
    const rates = ratesLike(example.parameters, factor);
    const [first, end] = [k * batch, (k + 1) * batch];
    const own = labels.subarray(first, end);
    const gradients = meanGradients(network, architecture, examples.slice(first, end), own);
    network = updated(network, gradients, layersOf(architecture, rates));
    trained.train(...part(example, first, end), batch, { kind: 'sgd', rate: rates });
  }
  alikeParameters(t, trained.parameters(), network, 'parameters');
}

function ratesLike({ weights, biases }: Parameters, factor: number): Parameters {
  const rates = (values: Float32Array) => values.map((_, k) => ((factor * k) % 11) / 50);
  return { weights: weights.map(rates), biases: biases.map(rates) };
}

import type { JsonObject } from '../../src/artifact/json.js';
import type { Forward, Network } from '../../src/engine/engine.js';
import { evaluate, type EvaluationSet } from '../../src/statistics/evaluate.js';
import { type Quantity, valuesOf } from '../../src/statistics/layers.js';
import { mean } from '../../src/statistics/mean.js';
import { outputContributions } from '../../src/statistics/output-layer.js';
import { summarise } from '../../src/statistics/summary.js';

/** What there is to measure with. */
export interface Probe {
  /** The examples whose activations and gradients are measured. */
  readonly looked: { readonly inputs: Float32Array; readonly labels: Uint8Array };
  /** The test examples that the error rate is measured on; of none, that of `looked` is told. */
  readonly test: EvaluationSet;
  readonly validation: EvaluationSet;
  readonly gradients: boolean;
}

/** What is not a finite number is null, since JSON has no other numbers. */
type Measured = number | null;

export interface LayerMeasurement extends JsonObject {
  readonly mean: Measured;
  readonly sd: Measured;
  readonly percentile98: Measured;
}

export interface ErrorMeasurement extends JsonObject {
  readonly split: string;
  readonly count: number;
  readonly cost: Measured;
  readonly errorRate: Measured;
}

export interface OutputMeasurement extends JsonObject {
  readonly biases: Measured;
  readonly weights: Measured;
  readonly varying: Measured;
}

/** Per quantity the layers, layer 1 first; no layers of what is not measured. */
export type Measurement = JsonObject & {
  readonly errors: readonly ErrorMeasurement[];
  readonly output: OutputMeasurement;
} & Readonly<Record<Quantity, readonly LayerMeasurement[]>>;

/** Measures the network as it is. Pure in its parameters and the probe; an abort ends it by throwing `signal.reason`. */
export async function measure(
  network: Network,
  { looked, test, validation, gradients }: Probe,
  signal: AbortSignal,
): Promise<Measurement> {
  const { inputs, labels } = looked;
  const biases = network.parameters().biases.at(-1) ?? new Float32Array();
  const forward = gradients ? network.gradients(inputs, labels) : network.forward(inputs, labels);
  const none = { preActivationGradients: [], weightGradients: [], biasGradients: [] };
  const values = { ...none, ...forward };
  const layersOf = (quantity: Quantity) => valuesOf(values, quantity).map((layer) => layerOf(layer()));
  const layers = {
    activations: layersOf('activations'),
    backpropagatedGradients: layersOf('backpropagatedGradients'),
    weightGradients: layersOf('weightGradients'),
  };
  const output = outputOf(forward, biases);
  const wrong = labels.filter((label, i) => forward.predictions[i] !== label).length;
  const seen = errorsOf('test', labels.length, mean(forward.costs), wrong);
  const evaluated = async (split: string, set: EvaluationSet): Promise<ErrorMeasurement> => {
    const { cost, errors } = await evaluate(network, set, () => {
      signal.throwIfAborted();
    });
    return errorsOf(split, set.count, cost, errors);
  };
  const errors = [test.count > 0 ? await evaluated('test', test) : seen];
  if (validation.count > 0) errors.push(await evaluated('validation', validation));
  return { ...layers, output, errors };
}

function outputOf({ preActivations }: Forward, biases: Float32Array): OutputMeasurement {
  const last = preActivations.at(-1) ?? new Float32Array();
  const { biases: shift, weights, varying } = outputContributions(last, biases);
  return { biases: finite(shift), weights: finite(weights), varying: finite(varying) };
}

function layerOf(values: Float32Array): LayerMeasurement {
  const { mean, sd, percentile98 } = summarise(values);
  return { mean: finite(mean), sd: finite(sd), percentile98: finite(percentile98) };
}

function errorsOf(split: string, count: number, cost: number, errors: number): ErrorMeasurement {
  return { split, count, cost: finite(cost), errorRate: errors / count };
}

function finite(value: number): Measured {
  return Number.isFinite(value) ? value : null;
}

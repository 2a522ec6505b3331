import type { JsonObject } from '../../src/artifact/json.js';
import type { Network } from '../../src/engine/engine.js';
import { evaluate, type EvaluationSet } from '../../src/statistics/evaluate.js';
import { type Quantity, valuesOf } from '../../src/statistics/layers.js';
import { mean } from '../../src/statistics/mean.js';
import { summarise } from '../../src/statistics/summary.js';

/** What there is to measure with. */
export interface Probe {
  readonly test: { readonly inputs: Float32Array; readonly labels: Uint8Array };
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

/** Per quantity the layers, layer 1 first; no layers of what is not measured. */
export type Measurement = JsonObject & { readonly errors: readonly ErrorMeasurement[] } & Readonly<
    Record<Quantity, readonly LayerMeasurement[]>
  >;

/** Measures the network as it is. Pure in its parameters and the probe; an abort ends it by throwing `signal.reason`. */
export async function measure(
  network: Network,
  { test, validation, gradients }: Probe,
  signal: AbortSignal,
): Promise<Measurement> {
  const { inputs, labels } = test;
  const forward = gradients ? network.gradients(inputs, labels) : network.forward(inputs, labels);
  const none = { preActivationGradients: [], weightGradients: [], biasGradients: [] };
  const values = { ...none, ...forward };
  const layersOf = (quantity: Quantity) => valuesOf(values, quantity).map((layer) => layerOf(layer()));
  const layers = {
    activations: layersOf('activations'),
    backpropagatedGradients: layersOf('backpropagatedGradients'),
    weightGradients: layersOf('weightGradients'),
  };
  const wrong = labels.filter((label, i) => forward.predictions[i] !== label).length;
  const errors = [errorsOf('test', labels.length, mean(forward.costs), wrong)];
  if (validation.count > 0) {
    const evaluated = await evaluate(network, validation, () => {
      signal.throwIfAborted();
    });
    errors.push(errorsOf('validation', validation.count, evaluated.cost, evaluated.errors));
  }
  return { ...layers, errors };
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

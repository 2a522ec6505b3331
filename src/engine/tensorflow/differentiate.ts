import type { Architecture, Evaluated } from '../engine.js';
import { layerOf } from '../shapes.js';
import type { Tensor, TensorFlow } from './library.js';
import { allOf, layersOf } from './parameters.js';
import { exampleCosts, forwardPass, type ExampleTensors, type LayerTensors } from './passes.js';

/** The gradients, as tensors of the surrounding `tidy`, and what was seen on the way to the cost. */
export interface Differentiated extends Evaluated {
  /** ∂C/∂θ of the mean cost. */
  readonly gradients: LayerTensors;
  /** Whether costs and pre-activations are all finite. */
  readonly finite: boolean;
}

/** ∂C/∂θ of the mean cost, by TensorFlow's reverse differentiation. */
export function differentiate(
  tf: TensorFlow,
  architecture: Architecture,
  parameters: LayerTensors,
  { inputs, labels }: ExampleTensors,
): Differentiated {
  let seen = { costs: new Float64Array(), predictions: new Uint8Array(), finite: false };
  const meanCost = (...all: readonly Tensor[]) => {
    const { preActivations } = forwardPass(tf, architecture, layersOf(all), inputs);
    const last = lastOf(preActivations);
    const costs = exampleCosts(tf, architecture, last, labels);
    // Every operation is done when its call returns, so reading a few numbers here waits for nothing.
    seen = { ...evaluatedFrom(tf, last, costs), finite: allFinite(tf, [...preActivations, costs]) };
    return tf.mean(costs);
  };
  const { grads } = tf.valueAndGrads(meanCost)(allOf(parameters));
  return { ...seen, gradients: layersOf(grads) };
}

/** ∂C/∂s of each example's own cost, per layer [n][units], and ∂C/∂θ of the sum of the costs. */
export function differentiateByLayers(
  tf: TensorFlow,
  architecture: Architecture,
  parameters: LayerTensors,
  { inputs, labels }: ExampleTensors,
): { readonly preActivations: readonly Tensor[]; readonly parameters: LayerTensors } {
  const [examples = 0] = inputs.shape;
  const shifts = parameters.biases.map(({ shape: [units = 0] }) => tf.zeros([examples, units]));
  const given = [...allOf(parameters), ...shifts];
  const own = given.length - shifts.length;
  const wholeCost = (...all: readonly Tensor[]) => {
    const shifted = forwardPass(tf, architecture, layersOf(all.slice(0, own)), inputs, all.slice(own));
    return tf.sum(exampleCosts(tf, architecture, lastOf(shifted.preActivations), labels));
  };
  const { grads } = tf.valueAndGrads(wholeCost)(given);
  return { preActivations: grads.slice(own), parameters: layersOf(grads.slice(0, own)) };
}

export function evaluatedFrom(
  tf: TensorFlow,
  last: Tensor,
  costs: Tensor,
): { readonly costs: Float64Array<ArrayBuffer>; readonly predictions: Uint8Array<ArrayBuffer> } {
  return {
    costs: Float64Array.from(costs.dataSync()),
    predictions: Uint8Array.from(tf.argMax(tf.softmax(last), 1).dataSync()),
  };
}

export function allFinite(tf: TensorFlow, tensors: readonly Tensor[]): boolean {
  return tensors.every((values) => tf.all(tf.isFinite(values)).dataSync()[0] === 1);
}

export function lastOf(tensors: readonly Tensor[]): Tensor {
  return layerOf(tensors, tensors.length - 1);
}

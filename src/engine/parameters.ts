import { decodeTensors, encodeTensors, tensorOf, type Tensor } from '../artifact/tensors.js';
import type { Parameters } from './engine.js';

/**
 * A network as a safetensors file: `layer1.weights` F32 [in][out], `layer1.bias` F32 [out], …, layer 1 next to the
 * input; numbers are padded with zeros so that the names' order is the layers'. `layers` are the units per layer.
 */
export function encodeParameters(parameters: Parameters, layers: readonly number[]): Buffer {
  const tensors: Record<string, Tensor> = {};
  for (const [index, { fanIn, fanOut }] of connectionsOf(layers).entries()) {
    const name = layerName(index, layers.length - 1);
    tensors[`${name}.weights`] = {
      type: 'F32',
      shape: [fanIn, fanOut],
      data: parameters.weights[index] ?? new Float32Array(),
    };
    tensors[`${name}.bias`] = {
      type: 'F32',
      shape: [fanOut],
      data: parameters.biases[index] ?? new Float32Array(),
    };
  }
  return encodeTensors(tensors);
}

/** Reads what `encodeParameters` wrote. Throws RangeError where the layers do not fit each other. */
export function decodeParameters(bytes: Uint8Array): {
  readonly layers: readonly number[];
  readonly parameters: Parameters;
} {
  const tensors = decodeTensors(bytes);
  const count = Object.keys(tensors).length / 2;
  const names = Array.from({ length: count }, (_, index) => layerName(index, count));
  const weights = names.map((name) => tensorOf(tensors, `${name}.weights`, 'F32'));
  const biases = names.map((name) => tensorOf(tensors, `${name}.bias`, 'F32'));
  const layers = [weights[0]?.shape[0] ?? 0, ...biases.map(({ data }) => data.length)];
  for (const [index, { fanIn, fanOut }] of connectionsOf(layers).entries()) {
    if (weights[index]?.shape.join() !== [fanIn, fanOut].join())
      throw new RangeError(`the weights of layer ${index + 1} are not [${fanIn}, ${fanOut}]`);
  }
  return {
    layers,
    parameters: { weights: weights.map(({ data }) => data), biases: biases.map(({ data }) => data) },
  };
}

/** Room for the parameters of these layers. */
export function zeroParameters(layers: readonly number[]): Parameters {
  const connections = connectionsOf(layers);
  return {
    weights: connections.map(({ fanIn, fanOut }) => new Float32Array(fanIn * fanOut)),
    biases: connections.map(({ fanOut }) => new Float32Array(fanOut)),
  };
}

/** Each layer's number of inputs and outputs. */
export function connectionsOf(
  layers: readonly number[],
): readonly { readonly fanIn: number; readonly fanOut: number }[] {
  return layers.slice(1).map((fanOut, index) => ({ fanIn: layers[index] ?? 0, fanOut }));
}

function layerName(index: number, count: number): string {
  return `layer${String(index + 1).padStart(String(count).length, '0')}`;
}

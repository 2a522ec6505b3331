import { digestOf } from '../../src/artifact/digest.js';
import { decodeTensors, encodeTensors, tensorOf } from '../../src/artifact/tensors.js';
import type { Code } from '../../src/engine/autoencoder.js';
import type { Parameters } from '../../src/engine/engine.js';
import { decodeParameters, encodeParameters } from '../../src/engine/parameters.js';
import type { Recorded } from '../../src/training/recorded.js';

/** What a pre-training goes on from: the network, and the biases of the decoder of the layer that is learnt. */
export interface State {
  readonly parameters: Parameters;
  readonly decoderBiases: Float32Array;
}

const decoderName = 'decoder.bias';

/** The network's safetensors file with one tensor more. */
function encodeState({ parameters, decoderBiases }: State, layers: readonly number[]): Buffer {
  return encodeTensors({
    ...decodeTensors(encodeParameters(parameters, layers)),
    [decoderName]: { type: 'F32', shape: [decoderBiases.length], data: decoderBiases },
  });
}

export function decodeState(bytes: Uint8Array): State {
  const tensors = decodeTensors(bytes);
  const network = Object.fromEntries(Object.entries(tensors).filter(([name]) => name !== decoderName));
  const { parameters } = decodeParameters(encodeTensors(network));
  return { parameters, decoderBiases: tensorOf(tensors, decoderName, 'F32').data };
}

/** Without a cost before the first update. */
export function recordedState(
  state: State,
  layers: readonly number[],
  update: number,
  cost: number | null,
): Recorded {
  const bytes = encodeState(state, layers);
  return { row: { update, cost, errorRate: null, digest: digestOf(bytes) }, bytes };
}

/** The network with layer l as it was learnt. */
export function withCode(parameters: Parameters, l: number, code: Code): State {
  const replaced = (arrays: readonly Float32Array[], by: Float32Array): Float32Array[] =>
    arrays.map((array, index) => (index === l ? by : array));
  return {
    parameters: {
      ...parameters,
      weights: replaced(parameters.weights, code.weights),
      biases: replaced(parameters.biases, code.biases),
    },
    decoderBiases: code.decoderBiases,
  };
}

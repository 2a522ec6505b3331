import { decodeTensors, encodeTensors, tensorOf, type Tensor } from '../artifact/tensors.js';
import type { Architecture, Normalisers, Parameters } from './engine.js';
import { groupsOf, initialNormalisers } from './normalisers.js';

/**
 * A network as a safetensors file: `layer1.weights` F32 [in][out], `layer1.bias` F32 [out], …, layer 1 next to the
 * input; numbers are padded with zeros so that the names' order is the layers'. `layers` are the units per layer. A normalised
 * network's hidden layers have `layer1.gain`, `layer1.shift`, and with batch normalisation `layer1.mean` and `layer1.variance`, F32 [out].
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
  for (const [group, hidden] of groupsOf(parameters.normalisers ?? none))
    for (const [index, data] of hidden.entries())
      tensors[`${layerName(index, layers.length - 1)}.${memberOf[group]}`] = {
        type: 'F32',
        shape: [layers[index + 1] ?? 0],
        data,
      };
  return encodeTensors(tensors);
}

/** What a layer's tensor of each group is called. */
const memberOf: Readonly<Record<keyof Normalisers, string>> = {
  gains: 'gain',
  shifts: 'shift',
  means: 'mean',
  variances: 'variance',
};

const none: Normalisers = { gains: [], shifts: [] };

/** Reads what `encodeParameters` wrote. Throws RangeError where the layers do not fit each other. */
export function decodeParameters(bytes: Uint8Array): {
  readonly layers: readonly number[];
  readonly parameters: Parameters;
} {
  const tensors = decodeTensors(bytes);
  const count = Object.keys(tensors).filter((name) => name.endsWith('.weights')).length;
  const names = Array.from({ length: count }, (_, index) => layerName(index, count));
  const weights = names.map((name) => tensorOf(tensors, `${name}.weights`, 'F32'));
  const biases = names.map((name) => tensorOf(tensors, `${name}.bias`, 'F32'));
  const layers = [weights[0]?.shape[0] ?? 0, ...biases.map(({ data }) => data.length)];
  for (const [index, { fanIn, fanOut }] of connectionsOf(layers).entries()) {
    if (weights[index]?.shape.join() !== [fanIn, fanOut].join())
      throw new RangeError(`the weights of layer ${index + 1} are not [${fanIn}, ${fanOut}]`);
  }
  const normalisers = normalisersIn(tensors, layers);
  const others = Object.keys(tensors).length - 2 * count - tensorsIn(normalisers);
  if (others !== 0) throw new RangeError(`${others} tensors are of no layer`);
  return {
    layers,
    parameters: {
      weights: weights.map(({ data }) => data),
      biases: biases.map(({ data }) => data),
      ...(normalisers === undefined ? {} : { normalisers }),
    },
  };
}

/** The groups that a file's first layer has, of all hidden layers. */
function normalisersIn(
  tensors: Readonly<Record<string, Tensor>>,
  layers: readonly number[],
): Normalisers | undefined {
  const [count, hidden] = [layers.length - 1, layers.slice(1, -1)];
  const group = (name: keyof Normalisers): readonly Float32Array[] | undefined => {
    const first = `${layerName(0, count)}.${memberOf[name]}`;
    if (!(first in tensors)) return undefined;
    return hidden.map((units, index) => {
      const tensor = `${layerName(index, count)}.${memberOf[name]}`;
      const { data } = tensorOf(tensors, tensor, 'F32');
      if (data.length !== units) throw new RangeError(`${tensor} is not [${units}]`);
      return data;
    });
  };
  const [gains, shifts, means, variances] = [
    group('gains'),
    group('shifts'),
    group('means'),
    group('variances'),
  ];
  if (gains === undefined || shifts === undefined) return undefined;
  return means === undefined || variances === undefined
    ? { gains, shifts }
    : { gains, shifts, means, variances };
}

function tensorsIn(normalisers: Normalisers | undefined): number {
  return groupsOf(normalisers ?? none).reduce((sum, [, hidden]) => sum + hidden.length, 0);
}

/** Room for the parameters of a network. */
export function zeroParameters({
  layers,
  normalisation,
}: Pick<Architecture, 'layers' | 'normalisation'>): Parameters {
  const connections = connectionsOf(layers);
  return {
    weights: connections.map(({ fanIn, fanOut }) => new Float32Array(fanIn * fanOut)),
    biases: connections.map(({ fanOut }) => new Float32Array(fanOut)),
    ...(normalisation === undefined ? {} : { normalisers: initialNormalisers(layers, normalisation) }),
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

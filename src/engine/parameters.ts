import { decodeTensors, encodeTensors, tensorOf, type Tensor } from '../artifact/tensors.js';
import {
  type Architecture,
  type Normalisers,
  type Parameters,
  slotNames,
  type UpdateRule,
} from './engine.js';
import { groupsOf, initialNormalisers, learnedOf } from './normalisers.js';

/** What an update rule keeps of every parameter, by its name. */
type Slots = Readonly<Record<string, Parameters>>;

/**
 * A network as a safetensors file: `layer1.weights` F32 [in][out], `layer1.bias` F32 [out], …, layer 1 next to the
 * input; numbers are padded with zeros so that the names' order is the layers'. `layers` are the units per layer. A normalised
 * network's hidden layers have `layer1.gain`, `layer1.shift`, and with batch normalisation `layer1.mean` and `layer1.variance`, F32
 * [out]. Slots lie beside what they are of: `layer1.weights.velocity`, `layer1.bias.velocity`, ….
 */
export function encodeParameters(
  parameters: Parameters,
  layers: readonly number[],
  slots: Slots = {},
): Buffer {
  const tensors = tensorsOf(parameters, layers, '');
  for (const [name, slot] of Object.entries(slots))
    Object.assign(tensors, tensorsOf(slot, layers, `.${name}`));
  return encodeTensors(tensors);
}

function tensorsOf(
  { weights, biases, normalisers }: Parameters,
  layers: readonly number[],
  ending: string,
): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  const nameOf = (index: number) => layerName(index, layers.length - 1);
  for (const [index, { fanIn, fanOut }] of connectionsOf(layers).entries()) {
    const name = nameOf(index);
    const [data, bias] = [weights[index] ?? new Float32Array(), biases[index] ?? new Float32Array()];
    tensors[`${name}.weights${ending}`] = { type: 'F32', shape: [fanIn, fanOut], data };
    tensors[`${name}.bias${ending}`] = { type: 'F32', shape: [fanOut], data: bias };
  }
  for (const [group, hidden] of normalisers === undefined ? [] : groupsOf(normalisers))
    for (const [index, data] of hidden.entries())
      tensors[`${nameOf(index)}.${memberOf[group]}${ending}`] = {
        ...{ type: 'F32', shape: [layers[index + 1] ?? 0], data },
      };
  return tensors;
}

/** What a layer's tensor of each group is called. */
const memberOf: Readonly<Record<keyof Normalisers, string>> = {
  gains: 'gain',
  shifts: 'shift',
  means: 'mean',
  variances: 'variance',
};

/**
 * Reads the network that `encodeParameters` wrote; slots beside it are not read. Throws RangeError where the layers do not fit each
 * other.
 */
export function decodeParameters(bytes: Uint8Array): {
  readonly layers: readonly number[];
  readonly parameters: Parameters;
} {
  const tensors = decodeTensors(bytes);
  const { weights, biases } = partsOf(tensors, '');
  const layers = [weights[0]?.shape[0] ?? 0, ...biases.map(({ data }) => data.length)];
  for (const [index, { fanIn, fanOut }] of connectionsOf(layers).entries()) {
    if (weights[index]?.shape.join() !== [fanIn, fanOut].join())
      throw new RangeError(`the weights of layer ${index + 1} are not [${fanIn}, ${fanOut}]`);
  }
  const normalisers = normalisersIn(tensors, layers.length - 1, '');
  for (const [group, hidden] of normalisers === undefined ? [] : groupsOf(normalisers)) {
    const wrong = hidden.findIndex(({ length }, index) => length !== layers[index + 1]);
    if (wrong >= 0)
      throw new RangeError(`the ${memberOf[group]} of layer ${wrong + 1} is not [${layers[wrong + 1] ?? 0}]`);
  }
  return { layers, parameters: parametersOf({ weights, biases }, normalisers) };
}

/** Reads the slots of these names, which `encodeParameters` wrote beside a network. Throws RangeError where one is not there. */
export function decodeSlots(bytes: Uint8Array, names: readonly string[]): readonly Parameters[] {
  const tensors = decodeTensors(bytes);
  return names.map((name) => {
    const parts = partsOf(tensors, `.${name}`);
    return parametersOf(parts, normalisersIn(tensors, parts.weights.length, `.${name}`));
  });
}

/** Every layer's tensors whose names end so. */
function partsOf(tensors: Readonly<Record<string, Tensor>>, ending: string): Parts {
  const count = Object.keys(tensors).filter((name) => name.endsWith('.weights')).length;
  const names = Array.from({ length: count }, (_, index) => layerName(index, count));
  const part = (of: string) => names.map((name) => tensorOf(tensors, `${name}.${of}${ending}`, 'F32'));
  return { weights: part('weights'), biases: part('bias') };
}

interface Parts {
  readonly weights: readonly FloatTensor[];
  readonly biases: readonly FloatTensor[];
}

type FloatTensor = Extract<Tensor, { type: 'F32' }>;

function parametersOf({ weights, biases }: Parts, normalisers: Normalisers | undefined): Parameters {
  return {
    weights: weights.map(({ data }) => data),
    biases: biases.map(({ data }) => data),
    ...(normalisers === undefined ? {} : { normalisers }),
  };
}

/** The groups that the first of so many layers has, of all that are hidden. */
function normalisersIn(
  tensors: Readonly<Record<string, Tensor>>,
  count: number,
  ending: string,
): Normalisers | undefined {
  const group = (name: keyof Normalisers): readonly Float32Array[] | undefined => {
    const tensor = (index: number) => `${layerName(index, count)}.${memberOf[name]}${ending}`;
    if (!(tensor(0) in tensors)) return undefined;
    return Array.from({ length: count - 1 }, (_, index) => tensorOf(tensors, tensor(index), 'F32').data);
  };
  const [gains, shifts] = [group('gains'), group('shifts')];
  if (gains === undefined || shifts === undefined) return undefined;
  const [means, variances] = [group('means'), group('variances')];
  if (means === undefined || variances === undefined) return { gains, shifts };
  return { gains, shifts, means, variances };
}

type Shape = Pick<Architecture, 'layers' | 'normalisation'>;

/** Room for the parameters of a network. */
export function zeroParameters({ layers, normalisation }: Shape): Parameters {
  const connections = connectionsOf(layers);
  return {
    weights: connections.map(({ fanIn, fanOut }) => new Float32Array(fanIn * fanOut)),
    biases: connections.map(({ fanOut }) => new Float32Array(fanOut)),
    ...(normalisation === undefined ? {} : { normalisers: initialNormalisers(layers, normalisation) }),
  };
}

/** A rule's slots of what is learned, all 0; in these arrays where they are given. */
export function zeroSlots(
  kind: UpdateRule['kind'],
  architecture: Shape,
  into: readonly Parameters[] = slotNames[kind].map(() => zeroParameters(learnedOf(architecture))),
): readonly Parameters[] {
  for (const { weights, biases, normalisers } of into) {
    const groups = normalisers === undefined ? [] : groupsOf(normalisers).flatMap(([, hidden]) => hidden);
    for (const values of [...weights, ...biases, ...groups]) values.fill(0);
  }
  return into;
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

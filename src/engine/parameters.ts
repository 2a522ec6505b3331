import { decodeTensors, encodeTensors, tensorOf, type Tensor } from '../artifact/tensors.js';
import { type Parameters, slotNames, type UpdateRule } from './engine.js';

/** What an update rule keeps of every parameter, by its name. */
type Slots = Readonly<Record<string, Parameters>>;

/**
 * A network as a safetensors file: `layer1.weights` F32 [in][out], `layer1.bias` F32 [out], …, layer 1 next to the
 * input; numbers are padded with zeros so that the names' order is the layers'. `layers` are the units per layer. Slots lie beside
 * what they are of: `layer1.weights.velocity`, `layer1.bias.velocity`, ….
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
  { weights, biases }: Parameters,
  layers: readonly number[],
  ending: string,
): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  for (const [index, { fanIn, fanOut }] of connectionsOf(layers).entries()) {
    const name = layerName(index, layers.length - 1);
    const [data, bias] = [weights[index] ?? new Float32Array(), biases[index] ?? new Float32Array()];
    tensors[`${name}.weights${ending}`] = { type: 'F32', shape: [fanIn, fanOut], data };
    tensors[`${name}.bias${ending}`] = { type: 'F32', shape: [fanOut], data: bias };
  }
  return tensors;
}

/**
 * Reads the network that `encodeParameters` wrote; slots beside it are not read. Throws RangeError where the layers do not fit each
 * other.
 */
export function decodeParameters(bytes: Uint8Array): {
  readonly layers: readonly number[];
  readonly parameters: Parameters;
} {
  const { weights, biases } = partsOf(decodeTensors(bytes), '');
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

/** Reads the slots of these names, which `encodeParameters` wrote beside a network. Throws RangeError where one is not there. */
export function decodeSlots(bytes: Uint8Array, names: readonly string[]): readonly Parameters[] {
  const tensors = decodeTensors(bytes);
  return names.map((name) => {
    const { weights, biases } = partsOf(tensors, `.${name}`);
    return { weights: weights.map(({ data }) => data), biases: biases.map(({ data }) => data) };
  });
}

/** Every layer's tensors whose names end so. */
function partsOf(
  tensors: Readonly<Record<string, Tensor>>,
  ending: string,
): { readonly weights: readonly FloatTensor[]; readonly biases: readonly FloatTensor[] } {
  const count = Object.keys(tensors).filter((name) => name.endsWith('.weights')).length;
  const names = Array.from({ length: count }, (_, index) => layerName(index, count));
  const part = (of: string) => names.map((name) => tensorOf(tensors, `${name}.${of}${ending}`, 'F32'));
  return { weights: part('weights'), biases: part('bias') };
}

type FloatTensor = Extract<Tensor, { type: 'F32' }>;

/** Room for the parameters of these layers. */
export function zeroParameters(layers: readonly number[]): Parameters {
  const connections = connectionsOf(layers);
  return {
    weights: connections.map(({ fanIn, fanOut }) => new Float32Array(fanIn * fanOut)),
    biases: connections.map(({ fanOut }) => new Float32Array(fanOut)),
  };
}

/** A rule's slots, all 0; in these arrays where they are given. */
export function zeroSlots(
  kind: UpdateRule['kind'],
  layers: readonly number[],
  into: readonly Parameters[] = slotNames[kind].map(() => zeroParameters(layers)),
): readonly Parameters[] {
  for (const { weights, biases } of into) for (const values of [...weights, ...biases]) values.fill(0);
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

/**
 * Tensors in the safetensors format: 8 bytes with the header's length, a JSON header, the data. Names in sorted order and
 * a header padded to 64 bytes make the bytes a function of the content and let the data be used in place.
 */
export const tensorsMediaType = 'application/vnd.safetensors';

export type Tensor =
  | { readonly type: 'F32'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'U8'; readonly shape: readonly number[]; readonly data: Uint8Array };

const alignment = 64;
const bytesOf = { F32: 4, U8: 1 } as const;

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

export function encodeTensors(tensors: Readonly<Record<string, Tensor>>): Buffer {
  const data = namesOf(tensors).map((name) => {
    const tensor = tensorNamed(tensors, name);
    if (elementsOf(tensor.shape) !== tensor.data.length)
      throw new RangeError(`tensor ${name}: its shape is not its length`);
    return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
  });
  return Buffer.concat([encodeHeader(tensors), ...data]);
}

/** A tensor whose bytes are made piece by piece. */
export type TensorInPieces = Pick<Tensor, 'type' | 'shape'> & {
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
};

/**
 * The bytes of `encodeTensors` in pieces, for tensors that are too large to be held: one tensor after the other, in the order of
 * their names. Throws RangeError where pieces are not what a shape needs.
 */
export async function* tensorsInPieces(
  tensors: Readonly<Record<string, TensorInPieces>>,
): AsyncGenerator<Uint8Array> {
  yield encodeHeader(tensors);
  for (const name of namesOf(tensors)) {
    const tensor = tensorNamed(tensors, name);
    let missing = sizeOf(tensor);
    for await (const piece of tensor.pieces) {
      missing -= piece.byteLength;
      yield piece;
    }
    if (missing !== 0) throw new RangeError(`tensor ${name}: its shape is not its length`);
  }
}

type Layout = Pick<Tensor, 'type' | 'shape'>;

/** The header's length, the header, and what aligns the data. */
function encodeHeader(layouts: Readonly<Record<string, Layout>>): Buffer {
  const header: Record<string, HeaderEntry> = {};
  let offset = 0;
  for (const name of namesOf(layouts)) {
    const layout = tensorNamed(layouts, name);
    const end = offset + sizeOf(layout);
    header[name] = { dtype: layout.type, shape: layout.shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = JSON.stringify(header);
  const padded = Math.ceil((8 + text.length) / alignment) * alignment - 8;
  const bytes = Buffer.alloc(8 + padded);
  bytes.writeBigUInt64LE(BigInt(padded), 0);
  bytes.write(text.padEnd(padded, ' '), 8, 'latin1');
  return bytes;
}

function namesOf(tensors: Readonly<Record<string, Layout>>): readonly string[] {
  return Object.keys(tensors).sort();
}

/** In bytes. */
function sizeOf({ type, shape }: Layout): number {
  return elementsOf(shape) * bytesOf[type];
}

/** Views into `bytes` where its alignment allows, copies where not. Throws RangeError on a malformed file. */
export function decodeTensors(bytes: Uint8Array): Readonly<Record<string, Tensor>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw new RangeError('not a safetensors file: shorter than its header');
  const length = Number(view.getBigUint64(0, true));
  if (length > bytes.length - 8) throw new RangeError('not a safetensors file: its header is cut off');
  // The header's form is the safetensors format's; each entry is checked before it is used.
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
    string,
    HeaderEntry
  >;
  const data = bytes.subarray(8 + length);
  const tensors: Record<string, Tensor> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name !== '__metadata__') tensors[name] = decodeTensor(name, entry, data);
  }
  return tensors;
}

function decodeTensor(
  name: string,
  { dtype, shape, data_offsets: [from, to] }: HeaderEntry,
  data: Uint8Array,
): Tensor {
  if (dtype !== 'F32' && dtype !== 'U8')
    throw new RangeError(`tensor ${name}: dtype ${dtype} is not read here`);
  if (to > data.length || to - from !== sizeOf({ type: dtype, shape }))
    throw new RangeError(`tensor ${name}: its offsets are not its shape's`);
  const part = data.subarray(from, to);
  if (dtype === 'U8') return { type: dtype, shape, data: part };
  const aligned = part.byteOffset % 4 === 0 ? part : new Uint8Array(part);
  return {
    type: dtype,
    shape,
    data: new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4),
  };
}

/** The tensor of that name and type, or a RangeError. */
export function tensorOf<Type extends Tensor['type']>(
  tensors: Readonly<Record<string, Tensor>>,
  name: string,
  type: Type,
): Extract<Tensor, { type: Type }> {
  const tensor = tensorNamed(tensors, name);
  if (tensor.type !== type) throw new RangeError(`tensor ${name} is ${tensor.type}, not ${type}`);
  // The comparison above is what the type says; TypeScript does not narrow by a generic.
  return tensor as Extract<Tensor, { type: Type }>;
}

function tensorNamed<Kind>(tensors: Readonly<Record<string, Kind>>, name: string): Kind {
  const tensor = tensors[name];
  if (tensor === undefined) throw new RangeError(`there is no tensor ${name}`);
  return tensor;
}

function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

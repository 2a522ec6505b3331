import { unpacked } from '../../src/data/gzip.js';
import { BadInput } from '../../src/stage/problem.js';

/** Images as an IDX file holds them: grey levels [count][height][width]. */
export interface IdxImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly images: Uint8Array;
}

/** More than five times MNIST's largest file (47 MB): what unpacks to more is no MNIST, and could fill the memory. */
export const largestFile = 2 ** 28;

/** MNIST's classes. */
export const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

const imagesMagic = 0x00000803;
const labelsMagic = 0x00000801;
const kinds: ReadonlyMap<number, string> = new Map([
  [imagesMagic, 'images'],
  [labelsMagic, 'labels'],
]);

/**
 * Reads an IDX file of images: the magic number 0x00000803 (unsigned bytes, three dimensions), then count, height and
 * width as big-endian 32-bit integers, then the grey levels. `bytes` may be gzipped. Throws BadInput that names the file.
 */
export function parseImages(file: string, bytes: Uint8Array): IdxImages {
  const content = contentOf(file, bytes);
  const [count, height, width] = dimensions(file, content, imagesMagic, 3);
  const images = content.subarray(16);
  return { count, height, width, images };
}

/** Reads an IDX file of labels: the magic number 0x00000801, the count, then one digit 0–9 a byte. */
export function parseLabels(file: string, bytes: Uint8Array): Uint8Array {
  const content = contentOf(file, bytes);
  dimensions(file, content, labelsMagic, 1);
  const labels = content.subarray(8);
  const wrong = labels.findIndex((label) => label >= digits.length);
  if (wrong >= 0)
    throw badFile(file, `label ${wrong} is ${labels[wrong]}; MNIST's labels are the digits 0 to 9.`);
  return labels;
}

function contentOf(file: string, bytes: Uint8Array): Buffer {
  try {
    return unpacked(bytes, largestFile, 'MNIST');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw badFile(file, error.message);
  }
}

/** Checks magic number and length, and gives the dimensions. */
function dimensions(file: string, content: Buffer, magic: number, rank: 1 | 3): [number, number, number] {
  const header = 4 + 4 * rank;
  if (content.length < header)
    throw badFile(file, `it has ${content.length} bytes; an IDX header alone has ${header}.`);
  const found = content.readUInt32BE(0);
  if (found !== magic) throw badFile(file, wrongMagic(found, magic));
  const sizes = Array.from({ length: rank }, (_, axis) => content.readUInt32BE(4 + 4 * axis));
  const [count = 0, height = 1, width = 1] = sizes;
  if (sizes.includes(0)) throw badFile(file, `its header announces ${sizes.join(' × ')} bytes: nothing.`);
  const announced = header + count * height * width;
  if (content.length !== announced) throw badFile(file, wrongLength(sizes, announced, content.length));
  return [count, height, width];
}

function wrongMagic(found: number, magic: number): string {
  const meaning = kinds.has(found) ? `, the number of a file of ${kinds.get(found)}` : '';
  return `it begins with ${hex(found)}${meaning}; an IDX file of ${kinds.get(magic)} begins with ${hex(magic)}.`;
}

function wrongLength(sizes: readonly number[], announced: number, length: number): string {
  const fault = length < announced ? 'it is cut off' : 'bytes follow its end';
  return `its header announces ${sizes.join(' × ')} values, ${announced} bytes with the header, but it has ${length}: ${fault}.`;
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`;
}

/** Something wrong with one of the files. */
export function badFile(file: string, rule: string): BadInput {
  return new BadInput({ place: file, rule, remedy: 'Get the file again from the MNIST database.' });
}

import type { ClassExamples } from './by-class.js';
import type { ClassKernel } from './kernel.js';

/** A class in the order of its label, with its kernel. */
export interface KernelClass extends ClassExamples {
  readonly kernel: ClassKernel;
}

/** Rows of the kernel matrix of a problem: K(x_i, x_k) for all k. */
export interface Rows {
  readonly length: number;
  /** Valid until two other rows were asked for. */
  row(i: number): Float32Array;
  /** How many different rows were asked for: what a cache without bound computes. */
  readonly asked: number;
}

/** Rows that are computed together where all have room: the engine reads the examples once for all of them. */
const together = 40;

const mebibyte = 2 ** 20;

/**
 * The kernel of the examples of two classes, first those of the first. Rows are computed when they are asked for and kept in
 * `cacheMegabytes`, the longest unused given up first; two always have room.
 */
export function pairRows([one, other]: readonly [KernelClass, KernelClass], cacheMegabytes: number): Rows {
  const length = one.count + other.count;
  const room = Math.max(
    2,
    Math.floor((cacheMegabytes * mebibyte) / (length * Float32Array.BYTES_PER_ELEMENT)),
  );
  const cache = new Map<number, Float32Array>();
  const asked = new Set<number>();
  const make = (i: number): Float32Array => {
    for (const [index, values] of compute([one, other], i, room < length ? 1 : together))
      if (!cache.has(index)) keep(cache, index, values, room);
    return rowAt(cache, i);
  };
  return {
    length,
    row: (i) => {
      asked.add(i);
      const row = cache.get(i);
      if (row === undefined) return make(i);
      if (room < length) renew(cache, i, row);
      return row;
    },
    get asked() {
      return asked.size;
    },
  };
}

/** Rows from i to the next multiple of `block`, of one class. */
function* compute(
  [one, other]: readonly [KernelClass, KernelClass],
  i: number,
  block: number,
): Generator<readonly [number, readonly [Float32Array, Float32Array]]> {
  const [own, offset] = i < one.count ? [one, 0] : [other, one.count];
  const pixels = own.images.length / own.count;
  const first = i - offset - ((i - offset) % block);
  const last = Math.min(first + block, own.count);
  const images = own.images.subarray(first * pixels, last * pixels);
  const [left, right] = [one.kernel.evaluate(images), other.kernel.evaluate(images)];
  for (let index = 0; index < last - first; index += 1)
    yield [
      offset + first + index,
      [
        left.subarray(index * one.count, (index + 1) * one.count),
        right.subarray(index * other.count, (index + 1) * other.count),
      ],
    ];
}

/** In the memory of the row that was longest unused, where there is no other room. */
function keep(
  cache: Map<number, Float32Array>,
  i: number,
  [left, right]: readonly [Float32Array, Float32Array],
  room: number,
): void {
  const row = cache.size < room ? new Float32Array(left.length + right.length) : oldest(cache);
  row.set(left);
  row.set(right, left.length);
  cache.set(i, row);
}

/** A Map lists its keys in the order they were set. */
function oldest(cache: Map<number, Float32Array>): Float32Array {
  for (const [i, row] of cache) {
    cache.delete(i);
    return row;
  }
  throw new RangeError('no row is kept');
}

function renew(cache: Map<number, Float32Array>, i: number, row: Float32Array): void {
  cache.delete(i);
  cache.set(i, row);
}

function rowAt(cache: ReadonlyMap<number, Float32Array>, i: number): Float32Array {
  const row = cache.get(i);
  if (row === undefined) throw new RangeError(`there is no row ${i}`);
  return row;
}

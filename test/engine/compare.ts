import type { ExecutionContext } from 'ava';
import type { Parameters } from '../../src/engine/engine.js';
import type { Case } from './examples.js';
import { at } from './lists.js';
import { type Layer } from './reference.js';

/** Numbers to within `tolerance` of the greatest of them. */
export function alike(
  t: ExecutionContext,
  got: ArrayLike<number>,
  expected: readonly number[],
  what: string,
  tolerance = 1e-5,
): void {
  t.is(got.length, expected.length, what);
  const greatest = Math.max(...expected.map(Math.abs)) || 1;
  const difference = Math.max(...expected.map((value, k) => Math.abs(value - at(got, k)))) / greatest;
  t.true(difference < tolerance, `${what} differ by ${difference}`);
}

export function alikeParameters(
  t: ExecutionContext,
  { weights, biases }: Parameters,
  expected: readonly Layer[],
  what: string,
  tolerance?: number,
): void {
  expected.forEach((layer, l) => {
    alike(t, at(weights, l), layer.weights.flat(), `${what}: weights ${l}`, tolerance);
    alike(t, at(biases, l), layer.biases, `${what}: biases ${l}`, tolerance);
  });
}

export function bytesOf(...arrays: readonly (Float32Array | Float64Array | Uint8Array)[]): Buffer {
  return Buffer.concat(
    arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}

export function parameterBytes({ weights, biases, normalisers = none }: Parameters): Buffer {
  const { gains, shifts, means = [], variances = [] } = normalisers;
  return bytesOf(...weights, ...biases, ...gains, ...shifts, ...means, ...variances);
}

const none = { gains: [], shifts: [] };

/** Examples [first, end). */
export function part({ inputs, labels }: Case, first: number, end: number): [Float32Array, Uint8Array] {
  const units = inputs.length / labels.length;
  return [inputs.subarray(first * units, end * units), labels.subarray(first, end)];
}

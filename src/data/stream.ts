import { shapesetExamples } from './shapeset/generator.js';
import { canonicalJson } from '../artifact/digest.js';
import { isJsonObject, type Json } from '../artifact/json.js';
import { purposes, type Purpose } from '../random/purposes.js';
import type { Examples, ExamplesDescription } from './examples.js';

/** The generators that can make example k alone, by the name that a stream's bytes give. */
const generators = { shapeset: shapesetExamples } as const;

/** What a stream's bytes say. */
export interface Stream {
  readonly generator: keyof typeof generators;
  readonly seed: number;
  readonly purpose: Purpose;
  /** How many examples there are; without end where it is missing. */
  readonly count?: number;
}

export function encodeStream({ generator, seed, purpose, count }: Stream): string {
  return canonicalJson({ generator, seed, purpose, ...(count === undefined ? {} : { count }) });
}

/** Reads what `encodeStream` wrote. Throws RangeError where the text is something else. */
export function decodeStream(text: string): Stream {
  // JSON.parse gives JSON values.
  const value = JSON.parse(text) as Json;
  if (!isJsonObject(value)) throw new RangeError('not a stream: not a JSON object');
  const { generator, seed, purpose, count } = value;
  if (!isKeyOf(generators, generator))
    throw new RangeError(`no generator is called ${JSON.stringify(generator)}`);
  if (!isKeyOf(purposes, purpose)) throw new RangeError(`no purpose is called ${JSON.stringify(purpose)}`);
  if (!isWhole(seed)) throw new RangeError('the seed is not an integer in [0, 2⁵³)');
  if (count === undefined) return { generator, seed, purpose };
  if (!isWhole(count)) throw new RangeError('the count is not an integer in [0, 2⁵³)');
  return { generator, seed, purpose, count };
}

export function streamExamples(
  { generator, seed, purpose, count = Infinity }: Stream,
  description: ExamplesDescription,
): Examples {
  return generators[generator](seed, purpose, count, description);
}

function isKeyOf<Table extends object>(table: Table, name: Json | undefined): name is keyof Table & string {
  return typeof name === 'string' && Object.hasOwn(table, name);
}

function isWhole(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

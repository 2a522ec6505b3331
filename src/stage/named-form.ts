import type { TLiteral, TObject, TProperties } from 'typebox';
import { Type } from './schema.js';

/**
 * One form of a parameter that has several: an object that names itself and has options, which are refused elsewhere. What it is said
 * to be comes from the options' own bounds: `{"name": "he", "gain": above 0 to 1000}`.
 */
export function namedForm<Name extends string, Options extends TProperties>(
  name: Name,
  options: Options,
): TObject<{ name: TLiteral<Name> } & Options> {
  const words = Object.entries<Form>(options).map(([option, form]) => `"${option}": ${valuesOf(form)}`);
  const description = `{${[`"name": "${name}"`, ...words].join(', ')}}`;
  return Type.Object({ name: Type.Literal(name), ...options }, { additionalProperties: false, description });
}

/** What JSON Schema says of an option's values. */
interface Form {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/** `"normal" or "uniform"`, `true or false`, `1 to 1000`, `above 0 to 1000`. */
function valuesOf({ type, enum: words, minimum, exclusiveMinimum, maximum }: Form): string {
  if (type === 'boolean') return 'true or false';
  if (words !== undefined) return words.map((word) => JSON.stringify(word)).join(' or ');
  const least = exclusiveMinimum === undefined ? String(minimum ?? '') : `above ${exclusiveMinimum}`;
  return `${least} to ${maximum ?? ''}`;
}

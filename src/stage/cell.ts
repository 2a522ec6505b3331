import { canonicalJson, sameJson } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import type { Input } from './contract.js';

/** A matrix value as text: what is text stays as it is. */
export function cellValueText(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

/** Whether no matrix value that `part` names is another one in `cell`. */
export function agrees(part: JsonObject, cell: JsonObject): boolean {
  return Object.entries(part).every(
    ([name, value]) => !Object.hasOwn(cell, name) || sameJson(cell[name], value),
  );
}

/** `activation tanh, seed 1`; empty for the only cell there is. */
export function cellWords(cell: JsonObject): string {
  return Object.entries(cell)
    .map(([name, value]) => `${name} ${cellValueText(value)}`)
    .join(', ');
}

/**
 * What the artifacts of an input say went wrong when they were made, each once: a description's `failure` (its own) and
 * `failures` (those of what it was made from).
 */
export function failuresIn({ cell, artifacts }: Input): string[] {
  const words = cellWords(cell);
  const all = Object.values(artifacts).flatMap(({ description: { failure, failures } }) => [
    ...(typeof failure === 'string' ? [words === '' ? failure : `${words}: ${failure}`] : []),
    ...(Array.isArray(failures) ? failures.filter((one) => typeof one === 'string') : []),
  ]);
  return [...new Set(all)];
}

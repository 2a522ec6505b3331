import { canonicalJson, sameJson } from '../artifact/digest.js';
import type { Json, JsonObject } from '../artifact/json.js';
import type { Input, StageContext } from './contract.js';

/** A matrix value as text: what is text stays as it is. */
export function cellValueText(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

/** The matrix variables that tell the cells apart. */
export function variablesOf(cells: readonly { readonly cell: JsonObject }[]): readonly string[] {
  return [...new Set(cells.flatMap(({ cell }) => Object.keys(cell)))];
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
 * What the artifacts of these inputs say went wrong when they were made, each once, with the cell it happened in: a
 * description's `failure` (its own) and `failures` (those of what it was made from).
 */
export function failuresOf(inputs: StageContext['inputs']): readonly string[] {
  return [...new Set(Object.values(inputs).flatMap((list) => list.flatMap(failuresIn)))];
}

/** Marks the description of what is made from these inputs with what went wrong with them. */
export function failureMark(inputs: StageContext['inputs']): { readonly failures?: readonly string[] } {
  const failures = failuresOf(inputs);
  return failures.length === 0 ? {} : { failures };
}

/** What the description of an artifact says went wrong with it, and with what it was made from. */
export function failuresTold({ failure, failures }: JsonObject): readonly string[] {
  return [failure, failures].flat().filter((one) => typeof one === 'string');
}

function failuresIn({ cell, artifacts }: Input): readonly string[] {
  const words = cellWords(cell);
  return Object.values(artifacts)
    .flatMap(({ description }) => failuresTold(description))
    .map((one) => (words === '' || one.startsWith(`${words}: `) ? one : `${words}: ${one}`));
}

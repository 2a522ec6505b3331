import { canonicalJson } from '../artifact/digest.js';
import { isJsonObject, type Json, type JsonObject } from '../artifact/json.js';
import type { Artifact } from '../store/records.js';

/** A field that two key preimages give different values; undefined where one does not have it. */
export interface Difference {
  readonly field: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Every leaf where two key preimages differ: `parameters.learningRate`, `inputs.data.train.digest`, `code`. */
export function differences(before: JsonObject, after: JsonObject): readonly Difference[] {
  return leafDifferences(withNamedInputs(before), withNamedInputs(after));
}

/** Every leaf where two JSON objects differ, by the names on the way to it. */
export function leafDifferences(before: JsonObject, after: JsonObject): readonly Difference[] {
  return between('', before, after);
}

function between(field: string, before: Json | undefined, after: Json | undefined): readonly Difference[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) =>
      between(field === '' ? name : `${field}.${name}`, before[name], after[name]),
    );
  }
  return text(before) === text(after) ? [] : [{ field, before, after }];
}

function text(value: Json | undefined): string {
  return value === undefined ? '' : canonicalJson(value);
}

function withNamedInputs(preimage: JsonObject): JsonObject {
  const inputs = [...namedInputs(preimage)].map(([name, { artifacts }]) => [name, artifacts] as const);
  return { ...preimage, inputs: Object.fromEntries(inputs) };
}

/** An input as a key's text has it. */
export interface KeyInput {
  readonly role: string;
  readonly cell: JsonObject;
  readonly artifacts: Readonly<Record<string, KeyArtifact>>;
}

export type KeyArtifact = Pick<Artifact, 'digest' | 'mediaType' | 'description'>;

/** Inputs are a list in a key's text; by role and cell, `numbers[3]`, what is the same lines up. In the list's order. */
export function namedInputs({ inputs = [] }: JsonObject): ReadonlyMap<string, KeyInput> {
  const named = new Map<string, KeyInput>();
  // A key's text is this program's own.
  for (const input of inputs as unknown as readonly KeyInput[]) {
    const { role, cell } = input;
    const name =
      Object.keys(cell).length === 0 ? role : `${role}[${Object.values(cell).map(text).join(',')}]`;
    named.set(named.has(name) ? `${name} #${named.size + 1}` : name, input);
  }
  return named;
}

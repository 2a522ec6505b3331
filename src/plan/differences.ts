import { canonicalJson } from '../artifact/digest.js';
import { isJsonObject, type Json, type JsonObject } from '../artifact/json.js';

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

/** Inputs are a list in a preimage; as an object by role and cell, what is the same lines up. */
function withNamedInputs(preimage: JsonObject): JsonObject {
  const { inputs } = preimage;
  if (!Array.isArray(inputs)) return preimage;
  const named = new Map<string, Json>();
  // A preimage is this program's own.
  for (const { role, cell, artifacts } of inputs as readonly {
    role: string;
    cell: JsonObject;
    artifacts: JsonObject;
  }[]) {
    const name =
      Object.keys(cell).length === 0 ? role : `${role}[${Object.values(cell).map(text).join(',')}]`;
    named.set(named.has(name) ? `${name} #${named.size + 1}` : name, artifacts);
  }
  return { ...preimage, inputs: Object.fromEntries(named) };
}

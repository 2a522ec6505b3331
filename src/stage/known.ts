import type { Json, JsonObject } from '../artifact/json.js';
import type { KnownInputs } from './contract.js';

/** What is known of the description of an artifact: that of the first input of the role, as far as it goes. */
export function knownOf(inputs: KnownInputs, role: string, output: string): JsonObject {
  return inputs[role]?.[0]?.artifacts[output]?.description ?? {};
}

/** The members that are known. */
export function whatIsKnown(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  // Members that are undefined are left out; the others are JSON.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}

/** A JSON value, as data: never changed once made. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value for readers: words as they stand, all else as JSON. */
export function wordOrJson(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

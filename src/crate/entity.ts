import type { Json, JsonObject } from '../artifact/json.js';

/** An entity of an RO-Crate: flat JSON-LD, one object for each thing that is spoken of. */
export interface Entity extends JsonObject {
  readonly '@id': string;
  readonly '@type': string | readonly string[];
}

export interface Reference extends JsonObject {
  readonly '@id': string;
}

/** What is not given is left out, and a list of one stands as the one, as RO-Crate wants it. */
export function entity(
  id: string,
  type: Entity['@type'],
  properties: Readonly<Record<string, Json | undefined>>,
): Entity {
  const given = Object.entries(properties).flatMap(([name, value]): [string, Json][] => {
    if (value === undefined) return [];
    const [only, ...others] = Array.isArray(value) ? (value as readonly Json[]) : [value];
    return only === undefined ? [] : [[name, others.length === 0 ? only : value]];
  });
  return { '@id': id, '@type': type, ...Object.fromEntries(given) };
}

export function referenceTo(id: string): Reference {
  return { '@id': id };
}

export function references(entities: readonly Entity[]): readonly Reference[] {
  return entities.map((each) => referenceTo(each['@id']));
}

/** `#action/train%5Btanh%5D`: an identifier within the crate for whatever a task or a parameter is called. */
export function localId(kind: string, ...names: readonly string[]): string {
  return `#${kind}/${names.map(encodeURIComponent).join('/')}`;
}

/** A file's path in the crate as an identifier. */
export function fileId(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

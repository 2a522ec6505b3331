import { isJsonObject, type JsonObject } from '../artifact/json.js';
import type { Owner } from './machine.js';

/** What a process does with the store: it uses what is in it, or takes away what nobody uses. */
export type LeaseKind = 'run' | 'sweep';

/** A file `leases/ID.KIND` for as long as a process uses the store. */
export interface Lease {
  readonly id: string;
  readonly file: string;
  release(): Promise<void>;
}

/** A lease as others see it. */
export interface SeenLease {
  readonly name: string;
  readonly kind: LeaseKind;
  /** Undefined where the file is not whole: the power went when it was written. */
  readonly content: LeaseContent | undefined;
  /** Changes with every beat of its owner's heart. */
  readonly sign: string;
}

export interface LeaseContent extends JsonObject {
  readonly id: string;
  readonly owner: Owner;
  /** What the process does: a pipeline's name. */
  readonly doing: string;
  /** Whatever the owner uses has this time or a later one; milliseconds since 1970. */
  readonly since: number;
}

/** The id in a lease's text; empty where it is none. */
export function idIn(text: string): string {
  return contentOf(text)?.id ?? '';
}

/** What a lease's text says; undefined where it is none. */
export function contentOf(text: string): LeaseContent | undefined {
  try {
    // Where it names an owner, `write` wrote it.
    const content = JSON.parse(text) as LeaseContent | null;
    return content !== null && isJsonObject(content.owner) ? content : undefined;
  } catch {
    return undefined;
  }
}

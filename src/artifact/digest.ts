import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Json } from './json.js';

declare const brand: unique symbol;

/** A SHA-256, as 64 lower-case hexadecimal digits. */
export type Digest = string & { readonly [brand]: 'Digest' };

const pattern = /^[0-9a-f]{64}$/;

export function isDigest(text: string): text is Digest {
  return pattern.test(text);
}

export function digestOf(bytes: Uint8Array | string): Digest {
  // A SHA-256 in hexadecimal is a Digest by definition.
  return createHash('sha256').update(bytes).digest('hex') as Digest;
}

/**
 * The digest of a JSON value under a named, versioned domain, so that two kinds of preimage can never collide:
 * SHA-256 of the domain, a newline, and the value as RFC 8785 canonical JSON.
 */
export function digestOfJson(domain: string, value: Json): Digest {
  return digestOf(`${domain}\n${canonicalJson(value)}`);
}

/** Whether two values are the same JSON. */
export function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return canonicalJson(left) === canonicalJson(right);
}

/** RFC 8785 text of a value; the one JSON form that is hashed or stored. */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('a value without a JSON form cannot be hashed');
  return text;
}

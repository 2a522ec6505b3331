import type { Digest } from '../artifact/digest.js';
import { grouped } from '../artifact/numbers.js';
import type { Repair } from './quarantine.js';

/** What is wrong with an object. */
export type Damage =
  | { readonly kind: 'missing' }
  /** The bytes are not those that its name is the digest of. */
  | { readonly kind: 'other bytes'; readonly bytes: number }
  | { readonly kind: 'unreadable'; readonly why: string };

export class DamagedObject extends Error {
  override readonly name = 'DamagedObject';
  readonly digest: Digest;

  constructor(digest: Digest, damage: Damage) {
    super(`${damageText(digest, damage)}. Run again: what made it makes it anew.`);
    this.digest = digest;
  }
}

/** What happened to an object, with its size where that tells something. */
export function damageText(digest: Digest, damage: Damage, recorded?: number): string {
  const name = objectName(digest);
  if (damage.kind === 'missing') return `${name} is missing`;
  if (damage.kind === 'unreadable') return `${name} cannot be read (${damage.why})`;
  const { bytes } = damage;
  const size =
    recorded === undefined || recorded === bytes
      ? `${grouped(bytes)} bytes, not all of them those that were recorded`
      : `${grouped(bytes)} bytes, and ${grouped(recorded)} were recorded`;
  return `${name} does not match its name (${size})`;
}

/** What was wrong, told once the right bytes are there to compare with. */
export function repairText(digest: Digest, { differing, bytes }: Repair): string {
  const differ = differing === 1 ? '1 byte' : `${grouped(differing)} bytes`;
  return `${objectName(digest)} matches its name again (${differ} of ${grouped(bytes)} differed from what was recorded); the wrong bytes are in quarantine/`;
}

function objectName(digest: Digest): string {
  return `objects/${digest.slice(0, 12)}…`;
}

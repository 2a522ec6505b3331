import { damageText } from '../store/damage.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import type { Listing } from './code.js';

/** What the code was made of that a record's task ran with; or what is wrong with the object that says so. Moves nothing. */
export async function listingOf(
  { listing }: TaskRecord,
  { objects }: Store,
): Promise<{ readonly listing: Listing } | { readonly damage: string }> {
  const damage = await objects.check(listing);
  if (damage !== undefined) return { damage: damageText(listing, damage) };
  // The digest vouches that a run wrote it.
  return { listing: JSON.parse((await objects.read(listing)).toString('utf8')) as Listing };
}

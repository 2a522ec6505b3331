import { DamagedObject } from '../../store/damage.js';
import type { Artifact } from '../../store/records.js';
import type { Store } from '../../store/store.js';
import type { Compared } from '../difference.js';

/** An artifact with its bytes; undefined where they are not what they should be. */
export async function comparable(
  { digest, mediaType, description }: Artifact,
  { objects }: Pick<Store, 'objects'>,
): Promise<Compared | undefined> {
  try {
    return { mediaType, description, bytes: await objects.read(digest) };
  } catch (error) {
    if (error instanceof DamagedObject) return undefined;
    throw error;
  }
}

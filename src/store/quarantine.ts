import { join } from 'node:path';
import { ifPresent } from './atomic.js';
import type { Files } from './files.js';

/** Moves bytes that are not what their name says to where they harm nobody and can be looked at. */
export async function setAside(root: string, files: Files, file: string, name: string): Promise<void> {
  const quarantine = join(root, 'quarantine');
  await files.mkdir(quarantine);
  // Another process may have moved it already.
  await ifPresent(files.rename(file, join(quarantine, name)));
}

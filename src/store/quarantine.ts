import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ifPresent } from './atomic.js';

/** Moves bytes that are not what their name says to where they harm nobody and can be looked at. */
export async function setAside(root: string, file: string, name: string): Promise<void> {
  const quarantine = join(root, 'quarantine');
  await mkdir(quarantine, { recursive: true });
  // Another process may have moved it already.
  await ifPresent(rename(file, join(quarantine, name)));
}

import { dirname, join } from 'node:path';
import { openWriter, type Writer } from './atomic.js';
import type { Files } from './files.js';
import { openQuarantine, type Quarantine } from './quarantine.js';
import type { Use } from './use.js';

/** A store's folder and how its parts read and write below it. */
export interface Disk {
  readonly root: string;
  readonly files: Files;
  readonly writer: Writer;
  readonly quarantine: Quarantine;
  readonly use: Use;
}

export function openDisk(root: string, files: Files, use: Use): Disk {
  // The folder that holds the store is the user's, and is there.
  const writer = openWriter(files, join(root, 'tmp'), dirname(root));
  return { root, files, writer, quarantine: openQuarantine(root, files), use };
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Digest } from './digest.js';

/** The SHA-256 of a file, read in constant memory. */
export async function digestOfFile(file: string): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  // A SHA-256 in hexadecimal is a Digest by definition.
  return hash.digest('hex') as Digest;
}

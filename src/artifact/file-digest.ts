import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Digest } from './digest.js';

/** The SHA-256 of a file, read in constant memory. */
export function digestOfFile(file: string): Promise<Digest> {
  return digestOfChunks(createReadStream(file, { highWaterMark: 1 << 20 }));
}

/** The SHA-256 of bytes that come in pieces. */
export async function digestOfChunks(chunks: AsyncIterable<Uint8Array>): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  // A SHA-256 in hexadecimal is a Digest by definition.
  return hash.digest('hex') as Digest;
}

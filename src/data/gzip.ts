import { gunzipSync } from 'node:zlib';

/**
 * The content of a file, gzipped or not: told by the first two bytes, not by the name. Throws RangeError, with a sentence, where it is
 * damaged or has more than `largest` bytes, which no file of the data set has: it could fill the memory.
 */
export function unpacked(bytes: Uint8Array, largest: number, dataSet: string): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return gunzipSync(bytes, { maxOutputLength: largest });
  } catch (error) {
    throw new RangeError(gzipProblem(error, largest, dataSet), { cause: error });
  }
}

function gzipProblem(error: unknown, largest: number, dataSet: string): string {
  // What zlib throws is an Error with a code.
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_BUFFER_TOO_LARGE')
    return `it unpacks to more than ${largest} bytes, which no ${dataSet} file does.`;
  if (code === 'Z_BUF_ERROR') return 'its gzip data are cut off.';
  return `its gzip data are corrupt (${message}).`;
}

const block = 512;

/**
 * The regular files in a tar archive, by the last part of their names (POSIX.1-1988: a header of 512 bytes, the content filled up to
 * whole blocks, at the end a block of zeros). Throws RangeError, with a sentence, where it is cut off or no archive.
 */
export function tarFiles(archive: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  let at = 0;
  for (;;) {
    const header = archive.subarray(at, at + block);
    if (header.length < block) throw new RangeError('its tar data are cut off.');
    if (header.every((byte) => byte === 0)) return files;
    if (numberAt(header, 148, 8) !== sumOf(header))
      throw new RangeError('its tar data are corrupt: a header.');
    const size = numberAt(header, 124, 12);
    const content = archive.subarray(at + block, at + block + size);
    if (content.length < size) throw new RangeError('its tar data are cut off.');
    if (isRegular(header)) files.set(textAt(header, 0, 100).split('/').at(-1) ?? '', content);
    at += block + Math.ceil(size / block) * block;
  }
}

/** Type '0', or 0 as older archives have it; folders and further descriptions are passed over. */
function isRegular(header: Buffer): boolean {
  return header[156] === 0x30 || header[156] === 0;
}

/** The sum of a header's bytes, its own eight taken as spaces. */
function sumOf(header: Buffer): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

/** Octal digits. */
function numberAt(header: Buffer, from: number, length: number): number {
  const digits = textAt(header, from, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : NaN;
}

/** Up to a byte of zero. */
function textAt(header: Buffer, from: number, length: number): string {
  const [text = ''] = header.toString('latin1', from, from + length).split('\0');
  return text;
}

import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

export type Colour = readonly [red: number, green: number, blue: number];

/** A picture of one colour. */
export function flat([r, g, b]: Colour, width = 8, height = 6): Sharp {
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
}

/** A JPEG of one colour at the best quality. */
export function jpegOf(colour: Colour): Promise<Buffer> {
  return flat(colour).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
}

export function pngOf(colour: Colour): Promise<Buffer> {
  return flat(colour).png().toBuffer();
}

/** Rows of grey levels as they are given. */
export function greyPng(rows: readonly (readonly number[])[]): Promise<Buffer> {
  const raw = { height: rows.length, width: rows[0]?.length ?? 0, channels: 1 } as const;
  return sharp(Uint8Array.from(rows.flat()), { raw }).toColourspace('b-w').png().toBuffer();
}

/** A picture with much detail, so that its file has bytes to spoil. */
export function detailed(): Sharp {
  const raw = { height: 64, width: 64, channels: 3 } as const;
  return sharp(
    Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => (at * 7919) % 251),
    { raw },
  );
}

/** A PNG file of few bytes whose header announces this many pixels. */
export async function announcing(width: number, height: number): Promise<Buffer> {
  const png = await pngOf([0, 0, 0]);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

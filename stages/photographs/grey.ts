/** 8-bit pixels as they come out of a decoder, channels interleaved. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly kind: 'rgb' | 'rgba' | 'cmyk';
}

const channels = { rgb: 3, rgba: 4, cmyk: 4 } as const;

/** Grey levels in integers only, so that they are the same everywhere. */
export function greyLevels({ data, kind }: Pixels): Uint8Array {
  const step = channels[kind];
  const levels = new Uint8Array(data.length / step);
  for (let pixel = 0, at = 0; pixel < levels.length; pixel += 1, at += step)
    levels[pixel] = grey(kind, data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0, data[at + 3] ?? 0);
  return levels;
}

/** `d` is opacity for rgba (shown on white) and black ink for cmyk (inks taken as ideal filters on white). */
function grey(kind: Pixels['kind'], a: number, b: number, c: number, d: number): number {
  if (kind === 'rgb') return luma(a, b, c);
  if (kind === 'rgba') return dividedBy255(luma(a, b, c) * d + 255 * (255 - d));
  return dividedBy255(luma(255 - a, 255 - b, 255 - c) * (255 - d));
}

/** 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, the weights of JPEG's own Y) in 16-bit fractions that add to 1. */
function luma(red: number, green: number, blue: number): number {
  return (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
}

/** To the nearest integer; 255 is odd, so there are no halves. */
function dividedBy255(value: number): number {
  return Math.floor((value + 127) / 255);
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { fontFolder } from './font.js';

/** `scale` multiplies the SVG's own size; `width` gives the picture's width in pixels instead. */
export interface RasteriseOptions {
  readonly scale?: number;
  readonly width?: number;
}

/** Opaque pixels, RGB, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * A picture of an SVG on white paper as PNG bytes, the same on every machine: text only in the shipped DejaVu fonts, no
 * code chosen by CPU, and a deflate in plain JavaScript (zlib's differs by CPU and Node version).
 * Throws RangeError where the text is not an SVG.
 */
export async function rasterise(svg: string, options: RasteriseOptions = {}): Promise<Uint8Array> {
  return encodePng(await pixelsOf(svg, options));
}

export function encodePng({ width, height, data }: Pixels): Uint8Array {
  return encode({ width, height, data, channels: 3, depth: 8 }, { zlib: { level: 6 } });
}

/** The pixels of an SVG on white paper. */
export async function pixelsOf(svg: string, { scale = 1, width }: RasteriseOptions = {}): Promise<Pixels> {
  const sharp = await loadSharp();
  const bytes = Buffer.from(svg);
  try {
    const factor = width === undefined ? scale : width / (await sharp(bytes).metadata()).width;
    const { data, info } = await sharp(bytes, { density: resolution * factor })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: onWhite(data) };
  } catch (error) {
    throw new RangeError('the SVG cannot be drawn', { cause: error });
  }
}

/** Pixels per inch at which one SVG unit is one pixel. */
const resolution = 72;

function onWhite(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    const alpha = rgba[from + 3] ?? 255;
    for (let channel = 0; channel < 3; channel++)
      rgb[to + channel] = Math.floor(((rgba[from + channel] ?? 0) * alpha + 255 * (255 - alpha)) / 255 + 0.5);
  }
  return rgb;
}

type Sharp = (typeof import('sharp'))['default'];
let loaded: Promise<Sharp> | undefined;

/** The one way to sharp: with the shipped fonts, and no code chosen by CPU, threads in an image or remembered results. */
export function loadSharp(): Promise<Sharp> {
  loaded ??= importSharp();
  return loaded;
}

/** What fontconfig, pango and pixman take from the environment besides, and could draw otherwise by. */
const environmentRead = [
  'FC_LANG',
  'PANGO_LANGUAGE',
  'PANGOCAIRO_BACKEND',
  'FONTCONFIG_SYSROOT',
  'PIXMAN_DISABLE',
];

/** The libraries read the environment when they are loaded, so it is set before sharp is imported. */
async function importSharp(): Promise<Sharp> {
  const folder = mkdtempSync(join(tmpdir(), 'samebits-fonts-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const configuration = join(folder, 'fonts.conf');
  writeFileSync(configuration, fontConfiguration(fontFolder, join(folder, 'cache')));
  process.env.FONTCONFIG_FILE = configuration;
  for (const name of environmentRead) Reflect.deleteProperty(process.env, name);
  const { default: sharp } = await import('sharp');
  sharp.simd(false);
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}

function fontConfiguration(fonts: string, cache: string): string {
  const alias = (generic: string, family: string): string =>
    `<alias binding="same"><family>${generic}</family><prefer><family>${family}</family></prefer></alias>`;
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${xmlText(fonts)}</dir>
<cachedir>${xmlText(cache)}</cachedir>
${alias('sans-serif', 'DejaVu Sans')}
${alias('serif', 'DejaVu Serif')}
${alias('monospace', 'DejaVu Sans Mono')}
<match target="pattern">
<edit name="antialias" mode="assign"><bool>true</bool></edit>
<edit name="hinting" mode="assign"><bool>false</bool></edit>
<edit name="rgba" mode="assign"><const>none</const></edit>
</match>
</fontconfig>
`;
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

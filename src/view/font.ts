import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const regular = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
const bold = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));

/** Where the fonts are that pictures are drawn with. */
export const fontFolder = dirname(regular);

/** The families a drawing asks for: the shipped one, then others of about the same widths. */
export const fontFamily = 'DejaVu Sans, Verdana, sans-serif';

/** The width of a line of text in DejaVu Sans, in the unit of `size`: sums of the font file's own integer widths. */
export function textWidth(text: string, size: number, weight: 'regular' | 'bold' = 'regular'): number {
  const { advances, unitsPerEm } = metricsOf(weight === 'bold' ? bold : regular);
  let units = 0;
  for (const character of text) units += advances(character.codePointAt(0) ?? 0);
  return (units * size) / unitsPerEm;
}

/** The text, or as much of its beginning as is no wider than `width` with an ellipsis. */
export function fittedText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let [kept, sum] = ['', textWidth('…', size)];
  for (const character of text) {
    sum += textWidth(character, size);
    if (sum > width) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The text in lines no wider than `width`, broken between words; a word that is wider has its own line. */
export function wrappedText(
  text: string,
  size: number,
  width: number,
  weight: 'regular' | 'bold' = 'regular',
): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && textWidth(`${line} ${word}`, size, weight) <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

interface Metrics {
  readonly unitsPerEm: number;
  readonly advances: (codePoint: number) => number;
}

const known = new Map<string, Metrics>();

function metricsOf(path: string): Metrics {
  const found = known.get(path) ?? readMetrics(readFileSync(path));
  known.set(path, found);
  return found;
}

/** Reads the head, hhea, hmtx and cmap tables of a TrueType file (OpenType specification, version 1.9). */
function readMetrics(file: Buffer): Metrics {
  const table = (tag: string): Buffer => tableOf(file, tag);
  const glyphOf = glyphMap(table('cmap'));
  const widths = table('hmtx');
  const widthCount = table('hhea').readUInt16BE(34);
  const advances = (codePoint: number): number =>
    widths.readUInt16BE(4 * Math.min(glyphOf(codePoint), widthCount - 1));
  return { unitsPerEm: table('head').readUInt16BE(18), advances };
}

function tableOf(file: Buffer, tag: string): Buffer {
  const count = file.readUInt16BE(4);
  for (let entry = 12; entry < 12 + 16 * count; entry += 16) {
    if (file.toString('latin1', entry, entry + 4) !== tag) continue;
    const offset = file.readUInt32BE(entry + 8);
    return file.subarray(offset, offset + file.readUInt32BE(entry + 12));
  }
  throw new RangeError(`the font has no table ${tag}`);
}

/** Code point → glyph by the subtable of format 12 (groups of consecutive code points); 0 is the missing glyph. */
function glyphMap(cmap: Buffer): (codePoint: number) => number {
  const subtable = segmentedCoverage(cmap);
  const groups = subtable.readUInt32BE(12);
  return (codePoint) => {
    for (let at = 16; at < 16 + 12 * groups; at += 12) {
      const first = subtable.readUInt32BE(at);
      if (codePoint < first) return 0;
      if (codePoint <= subtable.readUInt32BE(at + 4))
        return subtable.readUInt32BE(at + 8) + codePoint - first;
    }
    return 0;
  };
}

function segmentedCoverage(cmap: Buffer): Buffer {
  const count = cmap.readUInt16BE(2);
  for (let entry = 4; entry < 4 + 8 * count; entry += 8) {
    const subtable = cmap.subarray(cmap.readUInt32BE(entry + 4));
    if (subtable.readUInt16BE(0) === 12) return subtable;
  }
  throw new RangeError('the font has no character map of format 12');
}

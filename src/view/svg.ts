import { escapeMarkup } from './escape.js';
import { fontFamily } from './font.js';
import { isPlainDrawing } from './plain-drawing.js';

const rounded = new Set([
  'd',
  'transform',
  'x',
  'y',
  'x1',
  'y1',
  'x2',
  'y2',
  'cx',
  'cy',
  'r',
  'width',
  'height',
  'viewBox',
]);

/**
 * A drawing in the form it is kept in: numbers to a thousandth of a pixel (the last bits of a logarithm may differ between
 * engines), identifiers numbered from one, a description for who cannot see it.
 */
export function tidySvg(svg: string, description: string): string {
  return numberedIds(roundedNumbers(describedRoot(bare(svg), description)));
}

/** Without what Vega says to screen readers part by part (the root says it in a sentence), and without empty parts. */
function bare(svg: string): string {
  const plain = inTags(svg, (tag) =>
    tag.replace(/ (?:role|aria-\w+|pointer-events)="[^"]*"| stroke-dasharray=""/g, ''),
  );
  return plain.replace(/<path class="foreground" d="" display="none"\/>/g, '');
}

function describedRoot(svg: string, description: string): string {
  const { width, height } = sizeOf(svg);
  const root = [
    '<svg xmlns="http://www.w3.org/2000/svg" version="1.1" xml:lang="en" role="img"',
    `aria-label="${escapeMarkup(description)}" font-family="${fontFamily}"`,
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
  ];
  return svg.replace(/<svg[^>]*>/, () => root.join(' '));
}

function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width, height] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  if (width === undefined || height === undefined) throw new RangeError('the drawing has no size');
  return { width: Math.ceil(Number(width)), height: Math.ceil(Number(height)) };
}

function roundedNumbers(svg: string): string {
  return inTags(svg, (tag) =>
    tag.replace(/ ([\w-]+)="([^"]*)"/g, (attribute: string, name: string, value: string) =>
      rounded.has(name) ? ` ${name}="${value.replace(/-?\d+\.\d+(?:e[-+]?\d+)?/g, thousandth)}"` : attribute,
    ),
  );
}

/** Changes the tags and leaves the text between them. */
function inTags(svg: string, change: (tag: string) => string): string {
  return svg.replace(/<[^<>]*>/g, change);
}

function thousandth(digits: string): string {
  return String(Math.round(Number(digits) * 1000) / 1000 || 0);
}

function idsOf(svg: string): string[] {
  const tags = svg.match(/<[^<>]*>/g) ?? [];
  return tags.flatMap((tag) => [...tag.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id));
}

/** Vega counts identifiers through the life of the process; a drawing starts its own count. */
function numberedIds(svg: string): string {
  return renamedIds(svg, new Map(idsOf(svg).map((id, index) => [id, `part${index + 1}`])));
}

/**
 * A drawing for a page that holds others: its identifiers, and what refers to them, begin with `prefix`.
 * Throws RangeError where it is not a plain drawing, since in a page it could act: scripts, styles, links to elsewhere.
 */
export function withIdPrefix(svg: string, prefix: string): string {
  if (!isPlainDrawing(svg)) throw new RangeError('the SVG holds more than a drawing');
  return renamedIds(svg, new Map(idsOf(svg).map((id) => [id, `${prefix}-${id}`])));
}

function renamedIds(svg: string, names: ReadonlyMap<string, string>): string {
  const renamed = (id: string): string => names.get(id) ?? id;
  return inTags(svg, (tag) =>
    tag.replace(
      /( id="| (?:xlink:)?href="#|url\(#)([^")]+)/g,
      (_, before: string, id: string) => `${before}${renamed(id)}`,
    ),
  );
}

import { type Examples, valuesPerExample } from '../data/examples.js';
import { encodePng, pixelsOf, type Pixels } from './rasterise.js';

/** Images are enlarged to this many pixels a pixel, so that their pixels stay visible. */
const enlargement = 2;
const gap = 4;
const labelWidth = 230;

/** No sheet is higher than this, in pixels: of very many classes, or large images, the first classes are shown. */
const tallest = 8192;

/** Examples are searched for those to show up to here; a class that is not met by then has an emptier row. */
const searched = 10_000;

/** A picture (PNG) of the first `perClass` examples of each class: a row a class, its name on the left. */
export async function contactSheet(examples: Examples, perClass = 8): Promise<Uint8Array> {
  const { height, width } = examples.description;
  const rowHeight = height * enlargement + gap;
  const columnWidth = width * enlargement + gap;
  const classes = examples.description.classes.slice(0, Math.floor((tallest - gap) / rowHeight));
  const sheet = await pixelsOf(
    labels(classes, labelWidth + perClass * columnWidth, classes.length * rowHeight + gap, rowHeight),
  );
  for (const { image, row, column } of firstOfEachClass(examples, classes.length, perClass))
    paste(
      sheet,
      { image, width, pixels: height * width },
      labelWidth + column * columnWidth,
      gap + row * rowHeight,
    );
  return encodePng(sheet);
}

interface Placed {
  readonly image: Uint8Array;
  readonly row: number;
  readonly column: number;
}

function firstOfEachClass(examples: Examples, classes: number, perClass: number): readonly Placed[] {
  const values = valuesPerExample(examples.description);
  const placed: Placed[] = [];
  const found = Array.from({ length: classes }, () => 0);
  const label = new Uint8Array(1);
  const end = Math.min(searched, examples.count);
  for (let index = 0; index < end && placed.length < classes * perClass; index += 1) {
    const image = new Uint8Array(values);
    examples.read(index, image, label);
    const row = label[0] ?? 0;
    const column = found[row] ?? perClass;
    if (column === perClass) continue;
    placed.push({ image, row, column });
    found[row] = column + 1;
  }
  return placed;
}

/** An SVG with the class names only. */
function labels(names: readonly string[], width: number, height: number, rowHeight: number): string {
  const texts = names.map((name, row) => {
    const middle = gap + (row + 0.5) * rowHeight;
    return `<text x="${gap * 2}" y="${middle}" font-family="DejaVu Sans" font-size="13">${escaped(name)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${texts.join('')}</svg>`;
}

function escaped(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}

interface Picture {
  /** Levels, plane by plane. */
  readonly image: Uint8Array;
  readonly width: number;
  /** How many there are in a plane. */
  readonly pixels: number;
}

function paste(sheet: Pixels, { image, width, pixels }: Picture, left: number, top: number): void {
  // Red, green and blue lie in planes of their own; grey is all three.
  const planes = [0, 1, 2].map((channel) => (image.length > pixels ? channel * pixels : 0));
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const colour = planes.map((plane) => image[plane + pixel] ?? 0);
    const x = left + (pixel % width) * enlargement;
    const y = top + Math.floor(pixel / width) * enlargement;
    for (let row = y; row < y + enlargement; row += 1)
      for (let column = x; column < x + enlargement; column += 1)
        sheet.data.set(colour, 3 * (row * sheet.width + column));
  }
}

/** Grey levels 0–255, row-major [height][width]. */
export interface GreyImage {
  readonly height: number;
  readonly width: number;
  readonly levels: Uint8Array;
}

/**
 * The middle of an image with the target's proportions, every target pixel the mean of the area that it covers (at its
 * edges, fractions of pixels). A source smaller than the target is enlarged by the same rule. All sums are of integers and
 * far below 2⁵³, so they are exact; the one rounding is the last, to the nearest grey level, halves up.
 */
export function resample(source: GreyImage, height: number, width: number): GreyImage {
  const crop = middle(source, height, width);
  const narrowed = narrowRows(source, crop, width);
  const sums = new Float64Array(height * width);
  for (const { from, to, length } of overlaps(crop.height, height))
    for (let x = 0; x < width; x += 1)
      sums[to * width + x] = (sums[to * width + x] ?? 0) + length * (narrowed[from * width + x] ?? 0);
  const area = crop.height * crop.width;
  return { height, width, levels: Uint8Array.from(sums, (sum) => Math.floor((2 * sum + area) / (2 * area))) };
}

interface Crop {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** The largest middle part of these proportions, rounded down to whole pixels, as are the margins before it. */
function middle(source: GreyImage, height: number, width: number): Crop {
  const wide = source.width * height > source.height * width;
  const cropHeight = wide ? source.height : Math.max(1, Math.floor((source.width * height) / width));
  const cropWidth = wide ? Math.max(1, Math.floor((source.height * width) / height)) : source.width;
  const top = Math.floor((source.height - cropHeight) / 2);
  const left = Math.floor((source.width - cropWidth) / 2);
  return { top, left, height: cropHeight, width: cropWidth };
}

/** Each of the crop's rows summed into `width` columns: [crop height][width], weights summing to the crop's width. */
function narrowRows({ levels, width: stride }: GreyImage, crop: Crop, width: number): Float64Array {
  const narrowed = new Float64Array(crop.height * width);
  const columns = overlaps(crop.width, width);
  for (let row = 0; row < crop.height; row += 1) {
    const start = (crop.top + row) * stride + crop.left;
    for (const { from, to, length } of columns) {
      const at = row * width + to;
      narrowed[at] = (narrowed[at] ?? 0) + length * (levels[start + from] ?? 0);
    }
  }
  return narrowed;
}

interface Overlap {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/**
 * Which of `source` equal pieces of a line overlap which of `target` equal pieces of the same line, and how far, in a unit
 * that makes every length an integer: the line is source × target long.
 */
function overlaps(source: number, target: number): readonly Overlap[] {
  const all: Overlap[] = [];
  let at = 0;
  for (let from = 0, to = 0; from < source && to < target;) {
    const [sourceEnd, targetEnd] = [(from + 1) * target, (to + 1) * source];
    const end = Math.min(sourceEnd, targetEnd);
    all.push({ from, to, length: end - at });
    at = end;
    if (end === sourceEnd) from += 1;
    if (end === targetEnd) to += 1;
  }
  return all;
}

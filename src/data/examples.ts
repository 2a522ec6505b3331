import type { JsonObject } from '../artifact/json.js';

/**
 * Labelled images, as every data stage describes them: its outputs `train`, `validation` and `test` are either tensors
 * (`images` U8 [n][height][width], or [n][channels][height][width] in colour, and `labels` U8 [n]; safetensors) or a stream
 * (`streamMediaType`), and carry this description.
 */
export interface ExamplesDescription extends JsonObject {
  readonly title: string;
  readonly height: number;
  readonly width: number;
  /** Planes of red, green and blue, one after the other; where it is missing, one plane of grey. */
  readonly channels?: 3;
  readonly classes: readonly string[];
  /** What levels 0 and 255 become as network inputs: [0, 1] or [-1, 1]. */
  readonly range: readonly [number, number];
  /** How many there are, where they have an end: for who asks for some of them before they are made. */
  readonly count?: number;
}

/** How many numbers an example has: height × width, of each channel. */
export function valuesPerExample({
  height,
  width,
  channels,
}: Pick<ExamplesDescription, 'height' | 'width' | 'channels'>): number {
  return (channels ?? 1) * height * width;
}

/** A stream's bytes: canonical JSON that says which generator makes example k, from which seed, and how many there are. */
export const streamMediaType = 'application/vnd.samebits.stream+json';

/** Examples that can be read in any order, any range alone. */
export interface Examples {
  readonly description: ExamplesDescription;
  /** How many there are; Infinity for a stream without end. */
  readonly count: number;
  /** Writes examples [first, first + labels.length) as levels [n][channels × height × width] and class indices. */
  read(first: number, images: Uint8Array, labels: Uint8Array): void;
}

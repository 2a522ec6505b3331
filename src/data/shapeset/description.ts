import type { ExamplesDescription } from '../examples.js';
import { partTitle, type Split } from '../split.js';
import { classes } from './classes.js';
import { imageSize } from './shape.js';

/** How a part of Shapeset is described; `count` is 'stream' where it has no end. */
export function shapesetDescription(
  part: keyof Split,
  range: readonly [number, number],
  count: number | 'stream',
): ExamplesDescription {
  const title = partTitle('Shapeset-3×2', part);
  const images = { title, height: imageSize, width: imageSize, classes, range };
  return count === 'stream' ? images : { ...images, count };
}

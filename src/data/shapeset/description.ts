import type { ExamplesDescription } from '../examples.js';
import { classes } from './classes.js';
import { imageSize } from './shape.js';

export function shapesetDescription(title: string, range: readonly [number, number]): ExamplesDescription {
  return { title, height: imageSize, width: imageSize, classes, range };
}

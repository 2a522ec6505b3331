import type { Examples, ExamplesDescription } from '../examples.js';
import { Draws } from '../../random/draws.js';
import type { Purpose } from '../../random/purposes.js';
import { labelOfTwo } from './classes.js';
import { coversTooMuch } from './overlap.js';
import { fillPolygon } from './polygon.js';
import { drawForm, drawPlace, imageSize, newShape, type Shape } from './shape.js';

/** Grey levels of 0 … 0.45 and of 0.55 … 1, in 255ths. */
const darkest = 0;
const brightest = 141;
const levels = 115;

const placements = 50;
const pixels = imageSize * imageSize;

/** The state of one image while it is made. */
export interface Scene {
  background: number;
  /** One or two are on the image. */
  shown: number;
  readonly first: Shape;
  readonly second: Shape;
  /** Placements of the second shape that were refused. */
  rejections: number;
}

export function newScene(): Scene {
  return { background: 0, shown: 0, first: newShape(), second: newShape(), rejections: 0 };
}

/** Steps 1 to 10: draws a scene of one or two shapes. The second is dropped after 50 placements that cover too much. */
export function drawScene(draws: Draws, scene: Scene): void {
  const swapped = draws.below(2) === 1;
  const [foreground, background] = swapped ? [darkest, brightest] : [brightest, darkest];
  const shapes = 1 + draws.below(2);
  scene.background = background + draws.below(levels);
  scene.shown = 1;
  scene.rejections = 0;
  scene.first.grey = foreground + draws.below(levels);
  drawForm(draws, scene.first);
  drawPlace(draws, scene.first);
  if (shapes === 2) drawSecond(draws, scene, foreground);
}

function drawSecond(draws: Draws, scene: Scene, foreground: number): void {
  scene.second.grey = foreground + draws.below(levels);
  drawForm(draws, scene.second);
  while (scene.rejections < placements) {
    drawPlace(draws, scene.second);
    if (!coversTooMuch(scene.first, scene.second)) {
      scene.shown = 2;
      return;
    }
    scene.rejections += 1;
  }
}

/** Step 11: the background, then the shapes in order, each over what is there. */
export function paintScene(scene: Scene, images: Uint8Array, offset: number): void {
  images.fill(scene.background, offset, offset + pixels);
  fillPolygon(images, offset, scene.first, scene.first.grey);
  if (scene.shown === 2) fillPolygon(images, offset, scene.second, scene.second.grey);
}

/** The class of what is on the image. */
export function labelOf({ shown, first, second }: Scene): number {
  return shown === 1 ? first.type : labelOfTwo(first.type, second.type);
}

/**
 * Shapeset-3×2 (Glorot and Bengio 2010, section 2.1; the steps are in README.md). Image k is f(seed, purpose, k) and nothing else.
 * Throws RangeError for a range that is not within the examples.
 */
export function shapesetExamples(
  seed: number,
  purpose: Purpose,
  count: number,
  description: ExamplesDescription,
): Examples {
  const draws = new Draws(seed, purpose, 0);
  const scene = newScene();
  const read = (first: number, images: Uint8Array, labels: Uint8Array): void => {
    if (first < 0 || first + labels.length > count) throw new RangeError(`there are ${count} examples`);
    for (let index = 0; index < labels.length; index += 1) {
      draws.moveTo(first + index);
      drawScene(draws, scene);
      paintScene(scene, images, index * pixels);
      labels[index] = labelOf(scene);
    }
  };
  return { description, count, read };
}

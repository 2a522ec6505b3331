import type { Draws } from '../../random/draws.js';
import { mostCorners, outlineOfType, transform, type Polygon, type Turns } from './outline.js';

/** Images are 32 × 32 pixels; the centre of pixel (column i, row j) is the point (i + ½, j + ½). */
export const imageSize = 32;

/** Shapes keep this distance from the image's border. */
const margin = 1;

/** One shape of an image; the generator reuses it for image after image. */
export interface Shape extends Polygon, Turns {
  type: number;
  grey: number;
  centreX: number;
  centreY: number;
  /** Area up to a constant factor. */
  area: number;
}

export function newShape(): Shape {
  const [x, y] = [new Float64Array(mostCorners), new Float64Array(mostCorners)];
  return { corners: 0, x, y, type: 0, grey: 0, preRotation: 0, rotation: 0, centreX: 0, centreY: 0, area: 0 };
}

/** Steps 3, 4 and 7: type and rotations, which stay when the shape has to be placed anew. */
export function drawForm(draws: Draws, shape: Shape): void {
  shape.type = draws.below(3);
  shape.corners = outlineOfType(shape.type).corners;
  shape.preRotation = preRotationOf(shape.corners, draws.below(Math.floor(255 / shape.corners)));
  shape.rotation = draws.below(254);
}

/** Step 4: the index's steps of a turn, within half a sector to either side. */
export function preRotationOf(corners: number, index: number): number {
  if (index <= Math.floor(254 / (2 * corners))) return index;
  return Math.min(255 - Math.floor(254 / corners) + index, 254);
}

/** Steps 5 to 9: scale, corners and place in the image. */
export function drawPlace(draws: Draws, shape: Shape): void {
  const [one, other] = [drawScale(draws), drawScale(draws)];
  const [longer, shorter] = one < other ? [other, one] : [one, other];
  const outline = outlineOfType(shape.type);
  shape.area = longer * shorter * outline.area;
  transform(outline, shape, longer, shorter, shape);
  shape.centreX = drawTranslation(draws, shape.x, shape.corners);
  shape.centreY = drawTranslation(draws, shape.y, shape.corners);
}

function drawScale(draws: Draws): number {
  return (0.2 + 0.6 * draws.uniform()) * imageSize;
}

/** Moves the corners along one axis so that all lie in [1, 31]; returns by how much. */
function drawTranslation(draws: Draws, coordinates: Float64Array, corners: number): number {
  let [least, greatest] = [0, 0];
  for (let corner = 0; corner < corners; corner += 1) {
    const coordinate = coordinates[corner] ?? 0;
    if (coordinate < least) least = coordinate;
    if (coordinate > greatest) greatest = coordinate;
  }
  const room = imageSize - 2 * margin - (greatest - least);
  const translation = margin - least + room * draws.uniform();
  for (let corner = 0; corner < corners; corner += 1)
    coordinates[corner] = (coordinates[corner] ?? 0) + translation;
  return translation;
}

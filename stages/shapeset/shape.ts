import cos from '@stdlib/math-base-special-cos';
import sin from '@stdlib/math-base-special-sin';
import type { Draws } from '../../src/random/draws.js';

/** Images are 32 × 32 pixels; the centre of pixel (column i, row j) is the point (i + ½, j + ½). */
export const imageSize = 32;

/** Shapes keep this distance from the image's border. */
const margin = 1;

/** Corners of a triangle, a parallelogram and an ellipse: regular polygons before they are scaled. */
const cornersOf = [3, 4, 20] as const;
const mostCorners = 20;

/** A turn is 255 steps in every rotation. */
const steps = 255;
const cosines = Float64Array.from({ length: steps }, (_, step) => cos((2 * Math.PI * step) / steps));
const sines = Float64Array.from({ length: steps }, (_, step) => sin((2 * Math.PI * step) / steps));

interface Outline {
  readonly corners: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Area over that of a circle of the same radius: n·sin(2π/n)/2π. */
  readonly area: number;
}

const outlines: readonly Outline[] = cornersOf.map(outlineOf);

/** A regular n-gon of radius ½ with a horizontal bottom edge. */
function outlineOf(corners: number): Outline {
  const angle = (corner: number): number => 2 * Math.PI * (corner / corners + 1 / (2 * corners) + 1 / 4);
  return {
    corners,
    x: Float64Array.from({ length: corners }, (_, corner) => cos(angle(corner)) / 2),
    y: Float64Array.from({ length: corners }, (_, corner) => sin(angle(corner)) / 2),
    area: (corners * sin((2 * Math.PI) / corners)) / (2 * Math.PI),
  };
}

/** A convex polygon: its corners in the order from +x to +y, in pixels. */
export interface Polygon {
  corners: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** One shape of an image; the generator reuses it for image after image. */
export interface Shape extends Polygon {
  type: number;
  grey: number;
  /** Steps of the first and the last rotation. */
  preRotation: number;
  rotation: number;
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
  shape.corners = outlineAt(shape.type).corners;
  shape.preRotation = preRotationOf(shape.corners, draws.below(Math.floor(255 / shape.corners)));
  shape.rotation = draws.below(254);
}

/** Step 4: the index's steps of a turn, within half a sector to either side. */
export function preRotationOf(corners: number, index: number): number {
  if (index <= Math.floor(254 / (2 * corners))) return index;
  return Math.min(255 - Math.floor(254 / corners) + index, 254);
}

/** Steps 5, 6, 8 and 9: scale, the rotation that levels the base again, the corners and their place in the image. */
export function drawPlace(draws: Draws, shape: Shape): void {
  const [one, other] = [drawScale(draws), drawScale(draws)];
  const [longer, shorter] = one < other ? [other, one] : [one, other];
  shape.area = longer * shorter * outlineAt(shape.type).area;
  transform(shape, longer, shorter);
  shape.centreX = drawTranslation(draws, shape.x, shape.corners);
  shape.centreY = drawTranslation(draws, shape.y, shape.corners);
}

function drawScale(draws: Draws): number {
  return (0.2 + 0.6 * draws.uniform()) * imageSize;
}

/** Corners ← outline · R1 · diag(longer, shorter) · R2 · R3, as row vectors, R = [[c, s], [−s, c]]. */
function transform(shape: Shape, longer: number, shorter: number): void {
  const outline = outlineAt(shape.type);
  const [c1, s1] = [cosines[shape.preRotation] ?? 1, sines[shape.preRotation] ?? 0];
  const [c3, s3] = [cosines[shape.rotation] ?? 1, sines[shape.rotation] ?? 0];
  // R2 turns by −atan(t): cos(atan t) = 1/√(1 + t²), sin(atan t) = t/√(1 + t²).
  const t = ((shorter / longer) * s1) / c1;
  const c2 = 1 / Math.sqrt(1 + t * t);
  const s2 = -t * c2;
  const [c, s] = [c2 * c3 - s2 * s3, s2 * c3 + c2 * s3];
  const xx = longer * c1 * c - shorter * s1 * s;
  const xy = longer * c1 * s + shorter * s1 * c;
  const yx = -longer * s1 * c - shorter * c1 * s;
  const yy = shorter * c1 * c - longer * s1 * s;
  for (let corner = 0; corner < outline.corners; corner += 1) {
    const [x, y] = [outline.x[corner] ?? 0, outline.y[corner] ?? 0];
    shape.x[corner] = x * xx + y * yx;
    shape.y[corner] = x * xy + y * yy;
  }
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

function outlineAt(type: number): Outline {
  const outline = outlines[type];
  if (outline === undefined) throw new RangeError(`there is no shape type ${type}`);
  return outline;
}

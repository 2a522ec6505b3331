import cos from '@stdlib/math-base-special-cos';
import sin from '@stdlib/math-base-special-sin';

/** A convex polygon: its corners in the order from +x to +y, in pixels. */
export interface Polygon {
  corners: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Corners of a triangle, a parallelogram and an ellipse: regular polygons before they are scaled. */
const cornersOf = [3, 4, 20] as const;
export const mostCorners = 20;

/** A turn is 255 steps in every rotation. */
const steps = 255;
const cosines = Float64Array.from({ length: steps }, (_, step) => cos((2 * Math.PI * step) / steps));
const sines = Float64Array.from({ length: steps }, (_, step) => sin((2 * Math.PI * step) / steps));

export interface Outline {
  readonly corners: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Area over that of a circle of the same radius: n·sin(2π/n)/2π. */
  readonly area: number;
}

const outlines: readonly Outline[] = cornersOf.map(regularPolygon);

/** The outline of a type: triangle 0, parallelogram 1, ellipse 2. */
export function outlineOfType(type: number): Outline {
  const outline = outlines[type];
  if (outline === undefined) throw new RangeError(`there is no shape type ${type}`);
  return outline;
}

/** A regular n-gon of radius ½ with a horizontal bottom edge. */
function regularPolygon(corners: number): Outline {
  const angle = (corner: number): number => 2 * Math.PI * (corner / corners + 1 / (2 * corners) + 1 / 4);
  return {
    corners,
    x: Float64Array.from({ length: corners }, (_, corner) => cos(angle(corner)) / 2),
    y: Float64Array.from({ length: corners }, (_, corner) => sin(angle(corner)) / 2),
    area: (corners * sin((2 * Math.PI) / corners)) / (2 * Math.PI),
  };
}

/** Rotations in steps of 1/255 turn: R1, before the scaling, and R3, at the end. */
export interface Turns {
  preRotation: number;
  rotation: number;
}

/**
 * Steps 6 and 8: corners ← outline · R1 · diag(longer, shorter) · R2 · R3, as row vectors, R = [[c, s], [−s, c]]; R2
 * levels the base that R1 and the scaling tilted.
 */
export function transform(
  outline: Outline,
  turns: Turns,
  longer: number,
  shorter: number,
  to: Polygon,
): void {
  const [c1, s1] = [cosines[turns.preRotation] ?? 1, sines[turns.preRotation] ?? 0];
  const [c3, s3] = [cosines[turns.rotation] ?? 1, sines[turns.rotation] ?? 0];
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
    to.x[corner] = x * xx + y * yx;
    to.y[corner] = x * xy + y * yy;
  }
}

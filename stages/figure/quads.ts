import { BadInput } from '../../src/stage/problem.js';
import type { Axes } from './plot.js';
import type { Point } from './points.js';
import { fraction, type Place, type Seen } from './projection.js';
import { place } from './selection.js';
import { surfaceLook } from './style.js';

/** A piece of a surface between four neighbouring values, as it is painted. */
export interface Quad {
  readonly path: string;
  readonly fill: string;
  readonly line: string;
}

/**
 * All surfaces of a panel in painter's order: cells of the grid from the farthest to the nearest, and in one cell the lower surface first.
 * What stands over a nearer cell can only hide what stands over a farther one, and the eye is above, so this order is right wherever
 * surfaces do not cross within a cell.
 */
export function quadsOf(points: readonly Point[], axes: Axes, seen: (place: Place) => Seen): readonly Quad[] {
  const grid = { x: valuesOf(points, ({ x }) => x), depth: valuesOf(points, depthOf) };
  const surfaces = [...new Set(points.map(({ series }) => series))].sort((a, b) => a - b);
  const cells = surfaces.flatMap((series) =>
    cellsOf(
      points.filter((point) => point.series === series),
      grid,
      axes,
    ).map((corners) => ({ series, corners })),
  );
  return cells
    .map(({ series, corners }) => ({ ...painted(corners, series, seen), ...orderOf(corners, seen) }))
    .sort((a, b) => b.away - a.away || a.height - b.height);
}

interface Grid {
  readonly x: readonly number[];
  readonly depth: readonly number[];
}

/** The four corners of a cell, in turn. */
type Corners = readonly [Place, Place, Place, Place];

function depthOf({ depth = NaN }: Point): number {
  return depth;
}

function valuesOf(points: readonly Point[], of: (point: Point) => number): readonly number[] {
  return [...new Set(points.map(of))].sort((a, b) => a - b);
}

/** The cells of one surface all of whose corners have a value. */
function cellsOf(points: readonly Point[], { x, depth }: Grid, axes: Axes): readonly Corners[] {
  const places = new Map(points.map((point) => [`${point.x},${depthOf(point)}`, placeOf(point, axes)]));
  if (places.size < points.length)
    throw new BadInput({
      place,
      rule: 'a surface has more than one value at the same x and depth.',
      remedy: 'Choose rows with where, or name in series or panels what tells them apart.',
    });
  const at = (column: number, row: number): Place | undefined => places.get(`${x[column]},${depth[row]}`);
  return x.flatMap((_, column) =>
    depth.flatMap((__, row): Corners[] => {
      const [a, b, c, d] = [
        at(column, row),
        at(column + 1, row),
        at(column + 1, row + 1),
        at(column, row + 1),
      ];
      return a === undefined || b === undefined || c === undefined || d === undefined ? [] : [[a, b, c, d]];
    }),
  );
}

function placeOf(point: Point, { x, y, depth }: Axes): Place {
  return {
    x: fraction(point.x, x.domain),
    depth: fraction(depthOf(point), depth?.domain ?? [0, 1]),
    height: fraction(point.y, y.domain),
  };
}

function orderOf(
  corners: Corners,
  seen: (place: Place) => Seen,
): { readonly away: number; readonly height: number } {
  const mean = (of: (corner: Place) => number): number =>
    corners.reduce((sum, corner) => sum + of(corner), 0) / 4;
  // On the floor: the cell's own distance, whatever stands over it.
  return {
    away: mean((corner) => seen({ ...corner, height: 0 }).away),
    height: mean(({ height }) => height),
  };
}

function painted(corners: Corners, series: number, seen: (place: Place) => Seen): Quad {
  const { fill, line } = surfaceLook(series);
  const path = corners
    .map(seen)
    .map(({ left, top }) => `${tenth(left)},${tenth(top)}`)
    .join('L');
  return { path: `M${path}Z`, fill: shaded(fill, lightOn(corners)), line };
}

function tenth(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

/** From where the light comes: x, depth, height; of length 1. */
const light = [-2 / 7, -3 / 7, 6 / 7] as const;

/** The cosine between the cell's upright normal and the light. */
function lightOn([a, b, c, d]: Corners): number {
  const [width, length] = [b.x - a.x, d.depth - a.depth];
  const alongX = (b.height + c.height - a.height - d.height) / (2 * width);
  const alongDepth = (c.height + d.height - a.height - b.height) / (2 * length);
  const size = Math.sqrt(alongX * alongX + alongDepth * alongDepth + 1);
  return (light[2] - light[0] * alongX - light[1] * alongDepth) / size;
}

/** The colour with more white where light falls straight, and darker where it passes. */
function shaded(colour: string, brightness: number): string {
  const share = 0.62 + 0.48 * Math.max(brightness, 0);
  const channels = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) * share);
  return `#${channels.map((channel) => Math.min(255, Math.round(channel)).toString(16).padStart(2, '0')).join('')}`;
}

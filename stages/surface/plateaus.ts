import type { Row } from '../../src/artifact/table.js';
import type { SurfacePoint } from './grid.js';

/**
 * How flat a surface is: slopes are compared with its own greatest, so that neither the unit of the cost nor a factor of the
 * learning rate matters. A flat part that is low may be a minimum; one that is high is a plateau in any case.
 */
export function plateausOf(surface: readonly SurfacePoint[], flatBelow: number): Row {
  const slopes = surface.map(({ slope }) => slope).sort((a, b) => a - b);
  const greatestSlope = slopes.at(-1) ?? NaN;
  const middle = middleOf(surface.map(({ value }) => value));
  const flat = surface.filter(({ slope }) => slope < flatBelow * greatestSlope);
  const relative = (quarters: number): number => quartile(slopes, quarters) / greatestSlope;
  return {
    points: surface.length,
    greatestSlope,
    flat: flat.length / surface.length,
    highAndFlat: flat.filter(({ value }) => value > middle).length / surface.length,
    lowerQuartile: relative(1),
    median: relative(2),
    upperQuartile: relative(3),
  };
}

/** Half-way between the least and the greatest value. */
function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[0] ?? NaN) + (sorted.at(-1) ?? NaN)) / 2;
}

/** The least value that at least this many quarters of the sorted values do not exceed. */
function quartile(sorted: readonly number[], quarters: number): number {
  return sorted[Math.ceil((sorted.length * quarters) / 4) - 1] ?? NaN;
}

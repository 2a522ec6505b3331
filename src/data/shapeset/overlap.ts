import exp2 from '@stdlib/math-base-special-exp2';
import type { Shape } from './shape.js';

const mostCovered = 0.5;

/**
 * Step 10: whether the second shape covers too much of the first. With d the distance of the centres and p the sum of
 * both shapes' extents along the line of centres, each towards the other's centre, the part of the second shape that
 * lies on the first is estimated as 1 − 2^(−(p − d)/d).
 */
export function coversTooMuch(first: Shape, second: Shape): boolean {
  const [acrossX, acrossY] = [second.centreX - first.centreX, second.centreY - first.centreY];
  const distance = Math.sqrt(acrossX * acrossX + acrossY * acrossY);
  if (distance === 0) return second.area > mostCovered * first.area;
  const projection =
    extent(first, acrossX / distance, acrossY / distance) +
    extent(second, -acrossX / distance, -acrossY / distance);
  if (projection < distance) return false;
  const overlapping = 1 - exp2(-(projection - distance) / distance);
  return (second.area * overlapping) / first.area > mostCovered;
}

/** How far the shape reaches from its centre in the direction of a unit vector. */
function extent(shape: Shape, directionX: number, directionY: number): number {
  let greatest = 0;
  for (let corner = 0; corner < shape.corners; corner += 1) {
    const reach =
      ((shape.x[corner] ?? 0) - shape.centreX) * directionX +
      ((shape.y[corner] ?? 0) - shape.centreY) * directionY;
    if (reach > greatest) greatest = reach;
  }
  return greatest;
}

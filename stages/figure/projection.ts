import cos from '@stdlib/math-base-special-cos';
import sin from '@stdlib/math-base-special-sin';
import type { DepthParameters } from './parameters.js';

/** A place in the box of a surface: x and depth in [0, 1], 0 where their axes begin; height in [0, 1]. */
export interface Place {
  readonly x: number;
  readonly depth: number;
  readonly height: number;
}

/** A place on the paper, in px from the upper left corner, and how far it is from the eye. */
export interface Seen {
  readonly left: number;
  readonly top: number;
  readonly away: number;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** What is left free on each side. */
  readonly margins: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
}

/** How high the box is, its floor being a square of side 1. */
const boxHeight = 0.72;

/**
 * Parallel projection: the floor is turned by the azimuth about its middle and seen from the elevation; the box is as large as the frame
 * allows. Sine and cosine are those of a library in plain arithmetic: the same everywhere.
 */
export function projection(
  { azimuth, elevation }: Pick<DepthParameters, 'azimuth' | 'elevation'>,
  { width, height, margins }: Frame,
): (place: Place) => Seen {
  const [turn, rise] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  const [cosTurn, sinTurn, cosRise, sinRise] = [cos(turn), sin(turn), cos(rise), sin(rise)];
  const turned = ({ x, depth, height: up }: Place): Seen => {
    const [across, back] = [x - 0.5, depth - 0.5];
    const away = across * sinTurn + back * cosTurn;
    const left = across * cosTurn - back * sinTurn;
    return { left, top: -(up * boxHeight * cosRise + away * sinRise), away };
  };
  const [lefts, tops] = [
    corners.map((corner) => turned(corner).left),
    corners.map((corner) => turned(corner).top),
  ];
  const [leftmost, rightmost] = [Math.min(...lefts), Math.max(...lefts)];
  const [highest, lowest] = [Math.min(...tops), Math.max(...tops)];
  const room = [width - margins.left - margins.right, height - margins.top - margins.bottom] as const;
  const scale = Math.min(room[0] / (rightmost - leftmost), room[1] / (lowest - highest));
  const originLeft = margins.left + (room[0] - scale * (rightmost - leftmost)) / 2 - scale * leftmost;
  const originTop = margins.top + (room[1] - scale * (lowest - highest)) / 2 - scale * highest;
  return (place) => {
    const { left, top, away } = turned(place);
    return { left: originLeft + scale * left, top: originTop + scale * top, away };
  };
}

/** Of the floor, in turn. */
export const floorCorners: readonly Place[] = [
  { x: 0, depth: 0, height: 0 },
  { x: 1, depth: 0, height: 0 },
  { x: 1, depth: 1, height: 0 },
  { x: 0, depth: 1, height: 0 },
];

const corners = floorCorners.flatMap((corner) => [corner, { ...corner, height: 1 }]);

/** Where between the ends of an axis a value is. */
export function fraction(value: number, [from, to]: readonly [number, number]): number {
  return (value - from) / (to - from);
}

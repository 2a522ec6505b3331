import type { Axis } from './axis.js';
import type { Axes } from './plot.js';
import { floorCorners, fraction, type Place, type Seen } from './projection.js';

export interface Line {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
}

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly align: 'left' | 'right' | 'center';
}

/** What stands around surfaces: the floor and the two walls behind, and the labels of three edges. */
export interface Box {
  readonly grid: readonly Line[];
  readonly frame: readonly Line[];
  readonly labels: readonly Label[];
  /** Where the title of the vertical axis has its middle. */
  readonly heightTitle: { readonly x: number; readonly y: number };
}

export interface FloorTitles {
  readonly x: string;
  readonly depth: string;
}

/** How far from their edge of the floor things stand, in px: outwards, and always downwards, where no label of the vertical axis is. */
const outwards = { tick: 4, label: { across: 5, down: 13 }, title: { across: 26, down: 36 } };

export function boxOf(
  axes: Required<Axes>,
  titles: FloorTitles,
  seen: (place: Place) => Seen,
  heightTitleAt: number,
): Box {
  const cornerWith = (which: 'least' | 'greatest', of: (corner: Seen) => number): Place =>
    floorCorners.reduce((best, corner) => {
      const before = of(seen(corner)) < of(seen(best));
      return before === (which === 'least') ? corner : best;
    });
  const [near, far] = [cornerWith('least', ({ away }) => away), cornerWith('greatest', ({ away }) => away)];
  const [side, otherSide] = [
    cornerWith('least', ({ left }) => left),
    cornerWith('greatest', ({ left }) => left),
  ];
  const line = (from: Place, to: Place): Line => lineBetween(seen(from), seen(to));
  const [xs, depths, heights] = [placesOf(axes.x), placesOf(axes.depth), placesOf(axes.y)];
  const walls = (height: number): Line[] => [
    line({ x: 0, depth: far.depth, height }, { x: 1, depth: far.depth, height }),
    line({ x: far.x, depth: 0, height }, { x: far.x, depth: 1, height }),
  ];
  const upright = ({ x, depth }: Place): Line => line({ x, depth, height: 0 }, { x, depth, height: 1 });
  const onX = (x: number): Place => ({ x, depth: near.depth, height: 0 });
  const onDepth = (depth: number): Place => ({ x: near.x, depth, height: 0 });
  const onHeight = (height: number): Place => ({ ...side, height });
  const edges = [edgeOf(axes.x, onX, titles.x, seen), edgeOf(axes.depth, onDepth, titles.depth, seen)];
  const heightLabels = axes.y.ticks.map(({ label }, index): Label => {
    const { left, top } = seen(onHeight(heights[index] ?? 0));
    return { x: left - 7, y: top, text: label, align: 'right' };
  });
  const middle = seen(onHeight(0.5));
  return {
    grid: [
      ...xs.flatMap((x) => [
        line({ x, depth: 0, height: 0 }, { x, depth: 1, height: 0 }),
        upright({ x, depth: far.depth, height: 0 }),
      ]),
      ...depths.flatMap((depth) => [
        line({ x: 0, depth, height: 0 }, { x: 1, depth, height: 0 }),
        upright({ x: far.x, depth, height: 0 }),
      ]),
      ...heights.flatMap(walls),
      ...[far, otherSide].map(upright),
    ],
    frame: [
      ...walls(0),
      line(onX(0), onX(1)),
      line(onDepth(0), onDepth(1)),
      upright(side),
      ...edges.flatMap(({ ticks }) => ticks),
    ],
    labels: [...heightLabels, ...edges.flatMap(({ labels }) => labels)],
    heightTitle: { x: middle.left - heightTitleAt, y: middle.top },
  };
}

function placesOf({ ticks, domain }: Axis): readonly number[] {
  return ticks.map(({ value }) => fraction(value, domain));
}

function lineBetween(from: Seen, to: Seen): Line {
  return { x: from.left, y: from.top, x2: to.left, y2: to.top };
}

interface Reach {
  readonly across: number;
  readonly down: number;
}

/** The ticks, labels and title of an edge of the floor, all on its outer side. */
function edgeOf(
  axis: Axis,
  at: (fraction: number) => Place,
  title: string,
  seen: (place: Place) => Seen,
): { readonly ticks: readonly Line[]; readonly labels: readonly Label[] } {
  const middle = seen(at(0.5));
  const centre = seen({ x: 0.5, depth: 0.5, height: 0 });
  const [across, down] = [middle.left - centre.left, middle.top - centre.top];
  const length = Math.sqrt(across * across + down * down);
  const [dx, dy] = [across / length, down / length];
  const align = dx < -0.2 ? 'right' : dx > 0.2 ? 'left' : 'center';
  const labelAt = ({ left, top }: Seen, reach: Reach, text: string): Label => ({
    x: left + reach.across * dx,
    y: top + reach.down,
    text,
    align,
  });
  const places = placesOf(axis).map((place) => seen(at(place)));
  return {
    ticks: places.map(({ left, top, away }) =>
      lineBetween(
        { left, top, away },
        { left: left + outwards.tick * dx, top: top + outwards.tick * dy, away },
      ),
    ),
    labels: [
      ...axis.ticks.map(({ label }, index) => labelAt(places[index] ?? middle, outwards.label, label)),
      labelAt(middle, outwards.title, title),
    ],
  };
}

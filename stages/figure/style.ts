/** How figures look: legible on white paper, told apart without colour. Sizes in px, 96 to the inch: 11 px are 8.25 pt. */
import { fontFamily } from '../../src/view/font.js';

/** Colour cycles chosen for colour-blind readers; M. A. Petroff, "Accessible color sequences" (2021), arXiv:2107.02270. */
const sixColours = ['#5790fc', '#f89c20', '#e42536', '#964a8b', '#9c9ca1', '#7a21dd'];
const tenColours = [
  '#3f90da',
  '#ffa90e',
  '#bd1f01',
  '#94a4a2',
  '#832db6',
  '#a96b59',
  '#e76300',
  '#b9ac70',
  '#717581',
  '#92dadb',
];
const dashes = [[], [7, 3], [2, 2.5], [8, 3, 2, 3], [13, 4], [5, 2, 2, 2, 2, 2]];
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];

export interface SeriesLook {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly shape: string;
}

/** As many series as have looks that differ. */
export const greatestSeries = 30;

export function seriesLook(index: number, count: number): SeriesLook {
  const colours = count <= sixColours.length ? sixColours : tenColours;
  return {
    colour: cycled(colours, index),
    dash: cycled(dashes, index),
    shape: cycled(shapes, index),
  };
}

export interface SurfaceLook {
  readonly fill: string;
  readonly line: string;
}

/** One darker, one lighter, by turns: told apart in grey too. */
const surfaces: readonly SurfaceLook[] = [
  { fill: '#4a7cc4', line: '#17325c' },
  { fill: '#fbb04e', line: '#7d4a05' },
  { fill: '#7a3f86', line: '#32103a' },
  { fill: '#b9d7a0', line: '#4a6b31' },
];
export const greatestSurfaces = surfaces.length;

export function surfaceLook(index: number): SurfaceLook {
  return cycled(surfaces, index);
}

function cycled<Value>(values: readonly Value[], index: number): Value {
  const value = values[index % values.length];
  if (value === undefined) throw new RangeError('a cycle has no values');
  return value;
}

export const textSize = 11;
export const titleSize = 13;
/** The whole figure's width where it is not said: what an A4 page with 20 mm margins holds without shrinking. */
export const figureWidth = 640;
export const lineWidth = 1.75;
export const pointSize = 28;

/** Of predictions, which lie over what was measured: their hollow markers leave room for its points inside. */
export const predictedLook = { strokeWidth: 1.25, strokeDash: [4, 2.5], size: 100 };

export const ink = '#222222';
const faint = '#e4e4e4';

export const look = {
  background: 'white',
  font: fontFamily,
  aria: false,
  padding: 8,
  view: { stroke: null },
  title: {
    anchor: 'start',
    frame: 'group',
    color: ink,
    fontSize: titleSize,
    fontWeight: 'bold',
    lineHeight: titleSize + 4,
    offset: 10,
  },
  axis: {
    labelColor: ink,
    labelFontSize: textSize,
    labelFontWeight: 'normal',
    labelLimit: 0,
    labelFlush: false,
    labelOverlap: false,
    titleColor: ink,
    titleFontSize: textSize,
    titleFontWeight: 'normal',
    titleLimit: 0,
    titlePadding: 8,
    titleLineHeight: textSize + 3,
    tickColor: '#888888',
    tickSize: 4,
    tickWidth: 0.75,
    domainColor: '#888888',
    domainWidth: 0.75,
    gridColor: faint,
    gridWidth: 0.75,
  },
  axisX: { grid: false },
  axisY: { grid: true, domain: false, ticks: false, labelPadding: 6 },
  text: { color: ink },
} as const;

import { axesAt, type Plot } from './plot.js';
import type { Point } from './points.js';
import { lineWidth, pointSize, seriesLook } from './style.js';

type Datum = Readonly<Record<string, number>>;

/** One panel's marks, series by series: bars first, then lines, then points, so that nothing hides a point. */
export function layersOf(plot: Plot, panel: number): object[] {
  const drawn = plot.series.flatMap((_, series) =>
    plot.measures.map((_, measure) => {
      const points = plot.points.filter(
        (point) => point.panel === panel && point.series === series && point.measure === measure,
      );
      return { series, measure, points };
    }),
  );
  const parts = drawn.filter(({ points }) => points.length > 0);
  const layers = (make: typeof barsOf): object[] =>
    parts.flatMap(({ series, measure, points }) => make(plot, series, measure, points));
  return [...layers(barsOf), ...layers(linesOf), ...layers(pointsOf)];
}

/** How far the bars of one series stand from the next one's, in px: none hides another. */
const barsApart = 2.5;

function barsOf(plot: Plot, series: number, _measure: number, points: readonly Point[]): object[] {
  const bars = points.filter(({ spread }) => spread !== undefined);
  if (bars.length === 0) return [];
  const [least, greatest] = axesAt(plot, points[0]?.panel ?? 0).y.domain;
  const ends = ({ x, y, spread = 0 }: Point): Datum => ({
    x,
    y: Math.max(y - spread, least),
    y2: Math.min(y + spread, greatest),
  });
  const xOffset = (series - (plot.series.length - 1) / 2) * barsApart;
  const mark = { type: 'rule', strokeWidth: 1.5, opacity: 0.6, color: look(plot, series).colour, xOffset };
  return [layer(bars.map(ends), mark, { y2: { field: 'y2' } })];
}

function linesOf(plot: Plot, series: number, measure: number, points: readonly Point[]): object[] {
  const { mark } = plot.measures[measure] ?? {};
  if (mark === 'point') return [];
  const { colour, dash } = look(plot, series);
  const line = {
    type: 'line',
    color: colour,
    strokeWidth: lineWidth,
    strokeJoin: mark === 'step' ? 'miter' : 'round',
    ...(mark === 'point-line' ? {} : { strokeDash: dash }),
  };
  const data =
    mark === 'step'
      ? outline(points, Math.max(axesAt(plot, points[0]?.panel ?? 0).y.domain[0], 0))
      : points.map(vertex);
  const order = data.map((datum, order) => ({ ...datum, order }));
  return [layer(order, line, { order: { field: 'order' }, detail: { field: 'segment', type: 'nominal' } })];
}

/** Markers where the mark has them; also where a line has a single point, which no line would show. */
function pointsOf(plot: Plot, series: number, measure: number, points: readonly Point[]): object[] {
  const { mark } = plot.measures[measure] ?? {};
  if (mark === 'step') return [];
  const shown = mark === 'line' ? points.filter(alone) : points;
  if (shown.length === 0) return [];
  const { colour, shape } = look(plot, series);
  const symbol = { type: 'point', filled: true, size: pointSize, opacity: 1, color: colour, shape };
  return [layer(shown.map(vertex), symbol, {})];
}

/** The points of one series are in order: a segment's are neighbours. */
function alone({ segment }: Point, index: number, points: readonly Point[]): boolean {
  return points[index - 1]?.segment !== segment && points[index + 1]?.segment !== segment;
}

function vertex({ x, y, segment }: Point): Datum {
  return { x, y, segment };
}

/** A histogram's outline: every bin is a step from its lower to its upper end; each segment stands on the base. */
function outline(points: readonly Point[], base: number): Datum[] {
  return points.flatMap(({ x, upper = x, y, segment }, index): Datum[] => [
    ...(points[index - 1]?.segment === segment ? [] : [{ x, y: base, segment }]),
    { x, y, segment },
    { x: upper, y, segment },
    ...(points[index + 1]?.segment === segment ? [] : [{ x: upper, y: base, segment }]),
  ]);
}

function layer(values: readonly Datum[], mark: object, encoding: object): object {
  return { data: { values }, mark, encoding: { x: { field: 'x' }, y: { field: 'y' }, ...encoding } };
}

function look({ series }: Plot, index: number): ReturnType<typeof seriesLook> {
  return seriesLook(index, series.length);
}

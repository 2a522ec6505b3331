import { axesAt, type Plot } from './plot.js';
import type { Point } from './points.js';
import { lineWidth, pointSize, predictedLook, seriesLook } from './style.js';

type Datum = Readonly<Record<string, number>>;

/** One panel's marks, series by series: bands and bars first, then lines, then points, so that nothing hides a point; predictions last. */
export function layersOf(plot: Plot, panel: number): object[] {
  const drawn = plot.series.flatMap((_, series) =>
    plot.measures.map((_, measure) => {
      const points = plot.points.filter(
        (point) => point.panel === panel && point.series === series && point.measure === measure,
      );
      return { series, measure, points };
    }),
  );
  const layers = (make: typeof barsOf, predicted: boolean): object[] =>
    drawn.flatMap(({ series, measure, points }) => {
      const own = points.filter((point) => point.predicted === predicted);
      return own.length === 0 ? [] : make(plot, series, measure, own);
    });
  return [
    ...[bandsOf, barsOf, linesOf, pointsOf].flatMap((make) => layers(make, false)),
    ...layers(predictionsOf, true),
  ];
}

/** How far the bars of one series stand from the next one's, in px: none hides another. */
const barsApart = 2.5;

function barsOf(plot: Plot, series: number, measure: number, points: readonly Point[]): object[] {
  const bars = points.filter(({ spread }) => spread !== undefined);
  if (bars.length === 0 || plot.measures[measure]?.spreadAs === 'band') return [];
  const ends = (point: Point): Datum => ({ x: point.x, ...reachOf(plot, point) });
  const xOffset = (series - (plot.series.length - 1) / 2) * barsApart;
  const mark = { type: 'rule', strokeWidth: 1.5, opacity: 0.6, color: look(plot, series).colour, xOffset };
  return [layer(bars.map(ends), mark, { y2: { field: 'y2' } })];
}

/** A band about each line, as wide as twice the spread, so faint that lines are seen through several. */
function bandsOf(plot: Plot, series: number, measure: number, points: readonly Point[]): object[] {
  if (plot.measures[measure]?.spreadAs !== 'band') return [];
  const ends = (point: Point): Datum => ({ x: point.x, ...reachOf(plot, point), segment: point.segment });
  const mark = { type: 'area', opacity: 0.2, color: look(plot, series).colour };
  return [
    layer(points.map(ends), mark, { y2: { field: 'y2' }, detail: { field: 'segment', type: 'nominal' } }),
  ];
}

/** The ends of a point's spread, as far as the axis goes. */
function reachOf(plot: Plot, { panel, y, spread = 0 }: Point): { readonly y: number; readonly y2: number } {
  const [least, greatest] = axesAt(plot, panel).y.domain;
  return { y: Math.max(y - spread, least), y2: Math.min(y + spread, greatest) };
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
  const data = verticesOf(plot, measure, points);
  return [joined(data, line)];
}

/** What a line goes through. */
function verticesOf(plot: Plot, measure: number, points: readonly Point[]): readonly Datum[] {
  return plot.measures[measure]?.mark === 'step'
    ? outline(points, Math.max(axesAt(plot, points[0]?.panel ?? 0).y.domain[0], 0))
    : points.map(vertex);
}

/** A line through these places in their order, broken between segments. */
function joined(places: readonly Datum[], line: object): object {
  const data = places.map((datum, order) => ({ ...datum, order }));
  return layer(data, line, { order: { field: 'order' }, detail: { field: 'segment', type: 'nominal' } });
}

/** A thin dashed line with hollow markers; of a histogram the outline alone. */
function predictionsOf(plot: Plot, series: number, measure: number, points: readonly Point[]): object[] {
  const { colour, shape } = look(plot, series);
  const { size, ...stroke } = predictedLook;
  const line = joined(verticesOf(plot, measure, points), { type: 'line', color: colour, ...stroke });
  if (plot.measures[measure]?.mark === 'step') return [line];
  const { strokeWidth } = stroke;
  const symbol = {
    type: 'point',
    filled: false,
    fill: 'transparent',
    stroke: colour,
    strokeWidth,
    size,
    opacity: 1,
    shape,
  };
  return [line, layer(points.map(vertex), symbol, {})];
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

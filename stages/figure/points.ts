import type { Row } from '../../src/artifact/table.js';
import { BadInput } from '../../src/stage/problem.js';
import type { FigureParameters } from './parameters.js';
import { type Undrawn, undrawnNotes } from './notes.js';
import { isPredicted } from './predictions.js';
import { place } from './selection.js';

/** One value of one row, at its place in the figure, in the units of the columns. */
export interface Point {
  readonly row: Row;
  readonly measure: number;
  readonly series: number;
  readonly panel: number;
  readonly x: number;
  /** Where a histogram's bin ends. */
  readonly upper?: number;
  readonly y: number;
  /** Where a surface has the value, along its second horizontal axis. */
  readonly depth?: number;
  /** Half the length of the bar about the point. */
  readonly spread?: number;
  readonly predicted: boolean;
  /** Points of one series are joined within a segment: an undrawn value between them breaks the line. */
  readonly segment: number;
}

export type Placed = Omit<Point, 'segment'>;

/** A row's value of one measure, where the figure has it; undefined where it is not predicted. */
export function placedValue(
  row: Row,
  measure: number,
  { x, depth, measures }: FigureParameters,
  series: number,
  panel: number,
): Placed | undefined {
  const { column = '', mark, spread = '' } = measures[measure] ?? {};
  const predicted = isPredicted(row);
  if (predicted && row[column] === undefined) return undefined;
  return {
    row,
    measure,
    series,
    panel,
    x: Number(row[x.column]),
    y: Number(row[column]),
    predicted,
    ...(mark === 'step' ? { upper: Number(row[x.upper]) } : {}),
    ...(mark === 'surface' && depth !== undefined ? { depth: Number(row[depth.column]) } : {}),
    ...(spread === '' || predicted ? {} : { spread: Number(row[spread]) }),
  };
}

/** Per measure, in the order of the rows; undefined where a value is not drawn. */
export type Drawable = readonly (readonly (Placed | undefined)[])[];

/** Leaves out what cannot be drawn, noting each. */
export function drawable(candidates: Drawable, parameters: FigureParameters, undrawn: Undrawn[]): Drawable {
  const { measures } = parameters;
  const names = measures.map(({ column }) => column);
  const keep = (values: Drawable, why: Undrawn['why'], test: (point: Placed) => boolean): Drawable =>
    values.map((points, measure) =>
      points.map((point) => {
        if (point === undefined || test(point)) return point;
        undrawn.push({ column: names[measure] ?? '', why });
        return undefined;
      }),
    );
  const finite = keep(candidates, 'not finite', (point) => allFinite(point));
  const positive = keep(finite, 'not positive', (point) => scalesAllow(point, parameters));
  const horizontal = keep(positive, 'outside', ({ x, upper = x }) => within(parameters.x.domain, x, upper));
  const inDepth = keep(horizontal, 'outside', ({ depth }) => depthAllows(depth, parameters));
  const drawn = keep(inDepth, 'outside', ({ y }) => within(parameters.y.domain, y, y));
  if (drawn.every((list) => list.every((point) => point === undefined)))
    throw new BadInput({ place, rule: `nothing can be drawn: ${undrawnNotes(undrawn).join(' ')}` });
  return drawn;
}

function depthAllows(at: number | undefined, { depth }: FigureParameters): boolean {
  return at === undefined || within(depth?.domain ?? [], at, at);
}

function allFinite({ x, upper = x, y, depth = 0, spread = 0 }: Placed): boolean {
  return [x, upper, y, depth, spread].every(Number.isFinite);
}

function scalesAllow({ x, y }: Placed, parameters: FigureParameters): boolean {
  return (parameters.x.scale !== 'log' || x > 0) && (parameters.y.scale !== 'log' || y > 0);
}

function within(
  [least = -Infinity, greatest = Infinity]: readonly number[],
  from: number,
  to: number,
): boolean {
  return from >= least && to <= greatest;
}

/** Bins meet whose ends differ by less than this part of a bin: ends are sums of decimals, and sums round. */
const meeting = 1e-3;

/** Joins the points of one measure: a line breaks at its own undrawn values, a histogram also between bins that do not meet. */
export function segmented(
  candidates: readonly (Placed | undefined)[],
  drawn: readonly (Placed | undefined)[],
): Point[] {
  const lines = new Map<string, { readonly segment: number; readonly upper?: number | undefined }>();
  return candidates.flatMap((candidate, index) => {
    if (candidate === undefined) return [];
    const line = `${candidate.series},${candidate.panel},${candidate.predicted}`;
    const { segment, upper } = lines.get(line) ?? { segment: 0 };
    const point = drawn[index];
    if (point === undefined) {
      lines.set(line, { segment: segment + 1 });
      return [];
    }
    const apart =
      upper !== undefined && Math.abs(point.x - upper) > meeting * ((point.upper ?? upper) - point.x);
    const joined = { ...point, segment: apart ? segment + 1 : segment };
    lines.set(line, { segment: joined.segment, upper: point.upper });
    return [joined];
  });
}

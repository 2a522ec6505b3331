import type { Column, Row, Table } from '../../src/artifact/table.js';
import { BadInput } from '../../src/stage/problem.js';
import { type Axis, axisFor } from './axis.js';
import type { FigureParameters, Measure } from './parameters.js';
import { type Groups, groupsBy } from './groups.js';
import { drawable, placedValue, segmented, type Placed, type Point } from './points.js';
import { columnOf, place, selectedRows } from './selection.js';
import { greatestSeries, greatestSurfaces } from './style.js';
import { isPredicted } from './predictions.js';
import { bandNotes, barNotes, predictionNotes, type Undrawn, undrawnNotes, whereNotes } from './notes.js';

/** What is to be drawn: everything that the picture and its summary are made from. */
export interface Plot {
  readonly columns: readonly Column[];
  /** The rows with at least one value drawn. */
  readonly rows: readonly Row[];
  readonly measures: readonly (Measure & { readonly title: string })[];
  readonly points: readonly Point[];
  readonly series: readonly string[];
  readonly panels: readonly string[];
  /** One pair a panel, the same for all unless the panels have axes of their own. */
  readonly axes: readonly Axes[];
  /** What the caption must add: which values are not drawn, and why. */
  readonly notes: readonly string[];
}

export interface Axes {
  readonly x: Axis;
  readonly y: Axis;
  /** Of surfaces. */
  readonly depth?: Axis;
}

export function plotOf(table: Table, parameters: FigureParameters): Plot {
  const { columns } = table.description;
  const rows = selectedRows(table, parameters);
  const measures = parameters.measures.map((measure) => ({
    ...measure,
    title: measure.title ?? columnOf(columns, measure.column).title,
  }));
  const named = (label: string): string => parameters.names?.[label] ?? label;
  const series = seriesOf(rows, columns, parameters, measures);
  const panels = groupsBy(rows, parameters.panels === '' ? [] : [columnOf(columns, parameters.panels)]);
  const candidates = measures.map((_, measure) =>
    rows.map((row) =>
      placedValue(row, measure, parameters, series.indexOf(row, measure), panels.indexOf(row)),
    ),
  );
  const undrawn: Undrawn[] = [];
  const drawn = drawable(candidates, parameters, undrawn);
  const points = drawn.flatMap((list, measure) => segmented(candidates[measure] ?? [], list));
  const drawnRows = new Set(points.map(({ row }) => row));
  return {
    columns,
    rows: rows.filter((row) => drawnRows.has(row)),
    measures,
    points,
    series: series.labels.map(named),
    panels: panels.labels.map(named),
    axes: panels.labels.map((_, panel) => axesOf(points, panel, parameters)),
    notes: [
      ...whereNotes(parameters.where),
      ...(parameters.panelAxes === 'own' && panels.labels.length > 1
        ? ['Each panel has axes of its own.']
        : []),
      ...barNotes(columns, parameters, series.labels),
      ...bandNotes(columns, parameters),
      ...predictionNotes(rows.some(isPredicted), parameters),
      ...undrawnNotes(undrawn),
    ],
  };
}

interface Series {
  readonly labels: readonly string[];
  readonly indexOf: (row: Row, measure: number) => number;
}

/** Measures with marks of their own share a series' colour; measures with the same mark are series of their own. */
function seriesOf(
  rows: readonly Row[],
  columns: readonly Column[],
  { series }: FigureParameters,
  measures: Plot['measures'],
): Series {
  const groups: Groups = groupsBy(
    rows,
    series.map((name) => columnOf(columns, name)),
  );
  const told = new Set(measures.map(({ mark }) => mark)).size === measures.length;
  const count = groups.labels.length;
  const labels = told
    ? groups.labels
    : measures.flatMap(({ title }) =>
        groups.labels.map((label) => (label === '' ? title : `${title}, ${label}`)),
      );
  const most = measures.some(({ mark }) => mark === 'surface') ? greatestSurfaces : greatestSeries;
  if (labels.length > most)
    throw new BadInput({
      place: `${place}, series`,
      rule: `${labels.length} series cannot be told apart; the most is ${most}.`,
      remedy: 'Choose fewer with where, or name one of the columns in panels.',
    });
  return { labels, indexOf: (row, measure) => groups.indexOf(row) + (told ? 0 : measure * count) };
}

export function axesAt({ axes }: Plot, panel: number): Axes {
  const found = axes[panel];
  if (found === undefined) throw new RangeError(`there is no panel ${panel}`);
  return found;
}

/** A panel's axes: those of everything drawn, or of what is drawn in it. */
function axesOf(all: readonly Placed[], panel: number, parameters: FigureParameters): Axes {
  const inPanel = all.filter((point) => parameters.panelAxes === 'shared' || point.panel === panel);
  const points = inPanel.length === 0 ? all : inPanel;
  const xs = points.flatMap(({ x, upper = x }) => [x, upper]);
  const ys = points.flatMap((point) => verticalReach(point, parameters));
  const { depth } = parameters;
  const depths = points.flatMap((point) => point.depth ?? []);
  return {
    x: axisFor(`${place}, x`, xs, { ...parameters.x, count: 6, roundEnds: false }),
    y: axisFor(`${place}, y`, ys, { ...parameters.y, count: 5, roundEnds: true }),
    ...(depth === undefined
      ? {}
      : {
          depth: axisFor(`${place}, depth`, depths, {
            scale: 'linear',
            ...depth,
            count: 6,
            roundEnds: false,
          }),
        }),
  };
}

/** The values that the vertical axis must reach for this point: a histogram stands on zero, a bar has two ends. */
function verticalReach({ y, upper, spread = 0 }: Placed, parameters: FigureParameters): number[] {
  const log = parameters.y.scale === 'log';
  const ends = [y - spread, y, y + spread].filter((end) => !log || end > 0);
  return upper === undefined || log ? ends : [...ends, 0];
}

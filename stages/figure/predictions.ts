import type { Cell, Column, Row, Table } from '../../src/artifact/table.js';
import type { Input, KnownInput, Mistake } from '../../src/stage/contract.js';
import { text } from '../../src/statistics/columns.js';
import { type Gathered, gathered } from './gathered.js';
import type { FigureParameters } from './parameters.js';
import { gatheredTable } from './rows.js';

/** The column that says of each row drawn whether it was predicted; there only where predictions are drawn. */
const mark = text('predicted', 'whether it was predicted', ['no', 'yes']);

export function isPredicted(row: Row): boolean {
  return row[mark.name] === 'yes';
}

/** The columns of what is drawn. */
export function drawnColumns(
  { columns }: Pick<Gathered, 'columns'>,
  predictions: readonly KnownInput[],
): Pick<Gathered, 'columns'> {
  return { columns: columns === undefined || predictions.length === 0 ? columns : [...columns, mark] };
}

/** What is wrong with predictions of a table with these columns: where a figure needs a column, both must have it. */
export function predictionMistakes(
  measured: readonly Column[],
  parameters: FigureParameters,
  predictions: readonly KnownInput[],
): readonly Mistake[] {
  if (predictions.length === 0) return [];
  const { columns, mistakes } = gathered('predictions', predictions, parameters.table);
  const wrong = (rule: string): Mistake => ({ at: { input: 'predictions' }, rule });
  const names = columns?.map(({ name }) => name) ?? [];
  const { x, depth, series, panels, measures } = parameters;
  const needed = [x.column, ...series, ...(panels === '' ? [] : [panels])];
  return [
    ...mistakes,
    ...(depth === undefined ? [] : [wrong('cannot be drawn over surfaces.')]),
    ...(measured.some(({ name }) => name === mark.name)
      ? [wrong(`cannot be told apart: the tables have a column "${mark.name}" of their own.`)]
      : []),
    ...(columns === undefined ? [] : needed.filter((name) => !names.includes(name))).map((name) =>
      wrong(`gives no column or matrix variable "${name}", which the figure needs.`),
    ),
    ...(columns === undefined || measures.some(({ column }) => names.includes(column))
      ? []
      : [wrong('gives none of the columns that are drawn.')]),
  ];
}

/** Both tables as one: what predictions do not say is not in their rows. */
export async function withPredictions(
  measured: Table,
  predictions: readonly Input[],
  { table }: FigureParameters,
): Promise<Table> {
  if (predictions.length === 0) return measured;
  const { columns = [] } = gathered('predictions', predictions, table);
  const shared = columns.filter(({ name }) => measured.description.columns.some((own) => own.name === name));
  const { rows } = await gatheredTable(predictions, table, columns);
  return {
    description: { ...measured.description, columns: [...measured.description.columns, mark] },
    rows: [
      ...measured.rows.map((row) => ({ ...row, [mark.name]: 'no' })),
      ...rows.map((row) => ({ ...onlyColumns(row, shared), [mark.name]: 'yes' })),
    ],
  };
}

function onlyColumns(row: Row, columns: readonly Column[]): Row {
  return Object.fromEntries(
    columns.flatMap(({ name }) => (row[name] === undefined ? [] : [[name, row[name]]])),
  );
}

/** The row as a table has it: with a cell in every column. */
export function completeRow(row: Row, columns: readonly Column[]): Row {
  const empty = (column: Column): Cell => (column.type === 'number' ? NaN : '');
  return Object.fromEntries(columns.map((column) => [column.name, row[column.name] ?? empty(column)]));
}

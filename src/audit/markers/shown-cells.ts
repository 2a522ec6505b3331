import { tableMediaType, type Cell } from '../../artifact/table.js';
import type { JsonObject } from '../../artifact/json.js';
import { onlyRow, rowsOf, type ClaimTable, type Sought } from '../../claim/table-numbers.js';
import type { GraphTask } from '../../plan/graph.js';
import { suggestion } from '../../stage/nearest.js';
import type { Plan } from '../../plan/recipe.js';
import { agrees, cellValueText } from '../../stage/cell.js';
import { BadInput } from '../../stage/problem.js';
import { claimTable } from '../verdicts.js';
import { defaultFormat, formatted, type Format } from './format.js';
import type { Marker, ShownColumn } from './marker.js';
import type { Source } from './source.js';
import type { ShownTable } from './table-text.js';

/** An output of a task, as `artifactOf` takes it. */
export interface NamedOutput {
  readonly task: GraphTask;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The output in the cells that `where` leaves. Throws BadInput where there is none. */
export function outputNamed(
  { where, subject: { kind } }: Marker,
  of: string,
  { graph }: Plan,
  place: string,
): readonly NamedOutput[] {
  const [stage = '', output = ''] = of.split('.');
  const makers = graph.tasks.filter(({ name }) => name === stage);
  const [maker] = makers;
  if (maker === undefined)
    throw new BadInput({
      place,
      rule: `${graph.pipeline.name} has no stage "${stage}".`,
      remedy: suggestion(stage, [...new Set(graph.tasks.map(({ name }) => name))]),
    });
  const made = Object.entries(maker.stage.description.outputs)
    .filter(([, { mediaType }]) => kind === 'digest' || mediaType === tableMediaType)
    .map(([name]) => name);
  if (!made.includes(output))
    throw new BadInput({
      place,
      rule: `stage "${stage}" makes no ${kind === 'digest' ? 'output' : 'table'} "${output}".`,
      remedy: suggestion(output, made),
    });
  const tasks = makers.filter(({ cell }) => agrees(where, cell));
  if (tasks.length > 0) return tasks.map((task) => ({ task, outputs: { [output]: output } }));
  throw new BadInput({
    place,
    rule: `no cell of ${stage} has the values that where names.`,
    remedy: `There is: ${makers.map(({ id }) => id).join(', ')}.`,
  });
}

/** The text of one cell of a table. */
export async function cellText(
  { where, row, format = defaultFormat }: Marker,
  column: string,
  inputs: readonly NamedOutput[],
  source: Source,
  place: string,
): Promise<string> {
  const sought: Sought = { place, where, row, columns: [column] };
  const tables = await tablesOf(inputs, source);
  return textOf(onlyRow(sought, tables)[column] ?? '', format);
}

/** Rows of a table, of all cells that `where` leaves: matrix values before the table's own columns, where none is named. */
export async function tableOf(
  marker: Marker,
  inputs: readonly NamedOutput[],
  source: Source,
  place: string,
): Promise<ShownTable> {
  const tables = await tablesOf(inputs, source);
  const columns = marker.columns.length > 0 ? marker.columns : allColumns(tables, marker.where);
  const rows = tables.flatMap((table) => {
    const own = columns.map(({ name }) => name).filter((name) => !Object.hasOwn(table.cell, name));
    const found = rowsOf({ place, where: marker.where, row: marker.row, columns: own }, table);
    return found.map((row) =>
      columns.map(({ name, format = marker.format ?? defaultFormat }) => {
        const value = Object.hasOwn(table.cell, name) ? table.cell[name] : undefined;
        return value === undefined
          ? textOf(row[name] ?? '', format)
          : typeof value === 'number'
            ? formatted(value, format)
            : cellValueText(value);
      }),
    );
  });
  return {
    columns: columns.map(({ name, heading }) => ({ heading, isNumeric: isNumeric(name, tables) })),
    rows,
  };
}

function allColumns(tables: readonly ClaimTable[], where: JsonObject): readonly ShownColumn[] {
  const [first] = tables;
  const names = [
    ...Object.keys(first?.cell ?? {}),
    ...(first?.table.description.columns ?? []).map(({ name }) => name),
  ];
  return names
    .filter((name) => !Object.hasOwn(where, name))
    .map((name) => ({ name, format: undefined, heading: name }));
}

function isNumeric(name: string, [first]: readonly ClaimTable[]): boolean {
  const value = first?.cell[name];
  if (value !== undefined) return typeof value === 'number';
  return (
    first?.table.description.columns.some((column) => column.name === name && column.type === 'number') ??
    false
  );
}

function tablesOf(
  inputs: readonly NamedOutput[],
  { records, store }: Source,
): Promise<readonly ClaimTable[]> {
  return Promise.all(inputs.map((input) => claimTable(input, records, store)));
}

function textOf(value: Cell, format: Format): string {
  return typeof value === 'number' ? formatted(value, format) : value;
}

import type { Json } from '../../src/artifact/json.js';
import type { Cell, Column } from '../../src/artifact/table.js';
import { cellValueText, variablesOf } from '../../src/stage/cell.js';
import { wrongColumn, wrongValue } from '../../src/stage/columns.js';
import type { Asked, KnownInput, Mistake } from '../../src/stage/contract.js';
import type { FigureParameters } from './parameters.js';

/** Matrix values are text columns, but a pipeline file writes their numbers as numbers. */
export function sameCell(cell: Cell | undefined, value: Cell): boolean {
  return cell === value || (typeof cell === 'string' && typeof value === 'number' && cell === String(value));
}

export function valuesWanted(value: FigureParameters['where'][string]): readonly Cell[] {
  return Array.isArray(value) ? value : [value];
}

/** The columns that `where` names, and the values, as far as it is known which there are. */
export function whereMistakes(
  columns: readonly Column[],
  { where }: FigureParameters,
  tables: readonly KnownInput[],
  matrix: Asked['matrix'],
): readonly Mistake[] {
  const variables = variablesOf(tables);
  return Object.entries(where).flatMap(([name, value]) => {
    const wanted = valuesWanted(value);
    const column = columns.find((candidate) => candidate.name === name);
    if (column === undefined)
      return wrongColumn({ parameter: ['where', name], atName: true }, name, columns, columns);
    const placed = wanted.map((one, index) => ({
      one,
      at: { parameter: ['where', name, ...(Array.isArray(value) ? [index] : [])] },
    }));
    if (!variables.includes(name)) return placed.flatMap(({ one, at }) => wrongValue(at, one, column));
    const cells = texts(tables.flatMap(({ cell }) => cell[name] ?? []));
    const known = new Set([...cells, ...texts(matrix[name] ?? [])]);
    const unknown = placed.flatMap(({ one, at }) =>
      wrongValue(at, String(one), { ...column, values: [...known] }),
    );
    const drawn = cells.some((cell) => wanted.some((one) => sameCell(cell, one)));
    return unknown.length > 0 || drawn ? unknown : [nothingDrawn(name, cells)];
  });
}

function texts(values: readonly Json[]): readonly string[] {
  return values.map(cellValueText);
}

function nothingDrawn(name: string, cells: readonly string[]): Mistake {
  return {
    at: { parameter: ['where', name] },
    rule: 'leaves nothing to draw: no cell of this run has the value.',
    remedy: `There is: ${[...new Set(cells)].join(', ')}.`,
  };
}

import type { Column } from '../../src/artifact/table.js';
import { cellColumns } from '../../src/stage/cell-columns.js';
import { cellWords, variablesOf } from '../../src/stage/cell.js';
import type { KnownInput } from '../../src/stage/contract.js';
import { numbers, text } from '../../src/statistics/columns.js';
import { predictionColumns } from '../../src/statistics/predictions.js';
import type { NamedNumber, SelectParameters } from './parameters.js';

/** The matrix variables as columns: those that tell the groups apart, and those that are searched. */
export interface VariableColumns {
  readonly group: readonly Column[];
  readonly searched: readonly Column[];
}

export function variableColumns(
  { over }: SelectParameters,
  tables: readonly Pick<KnownInput, 'cell'>[],
): VariableColumns {
  const columns = cellColumns(variablesOf(tables), tables);
  return {
    group: columns.filter(({ name }) => !over.includes(name)),
    searched: columns.filter(({ name }) => over.includes(name)),
  };
}

export function selectionColumns(
  parameters: SelectParameters,
  tables: readonly Pick<KnownInput, 'cell'>[],
): readonly Column[] {
  const { by, shown } = parameters;
  const { group, searched } = variableColumns(parameters, tables);
  return [
    ...group,
    ...searched.map((column) => ({ ...column, title: `${column.name}, chosen` })),
    ...numbers({ value: `${words(by)}, the ${by.best}` }),
    ...shown.flatMap((number) => numbers({ [number.name]: `${words(number)} of the chosen cell` })),
    ...numbers({
      runnerUp: `${words(by)} of the second best cell`,
      compared: 'cells compared',
      failed: 'of these, cells without a finite number, or whose training failed: never chosen',
      tied: 'other cells with the same value: the first in the order of the matrix is chosen',
    }),
    text('warning', 'what to know before the choice is believed'),
  ];
}

export function cellsColumns(
  parameters: SelectParameters,
  tables: readonly Pick<KnownInput, 'cell'>[],
): readonly Column[] {
  const { group, searched } = variableColumns(parameters, tables);
  return [
    ...group,
    ...searched,
    ...numbers({ value: words(parameters.by) }),
    text('chosen', 'whether the cell is chosen', ['yes', 'no']),
    text('failure', 'what went wrong in the cell'),
  ];
}

export function chosenPredictionColumns(
  parameters: SelectParameters,
  tables: readonly Pick<KnownInput, 'cell'>[],
): readonly Column[] {
  return [...variableColumns(parameters, tables).group, ...predictionColumns];
}

/** `errorRate (split validation)` */
function words({ column, where, row }: NamedNumber): string {
  const which = [cellWords(where), ...(row === 'last' ? ['last row'] : [])].filter((part) => part !== '');
  return which.length === 0 ? column : `${column} (${which.join(', ')})`;
}

import { canonicalJson, sameJson } from '../../src/artifact/digest.js';
import { tableMediaType, type Column } from '../../src/artifact/table.js';
import { tableDescriptionOf } from '../../src/artifact/table-description.js';
import { cellWords, variablesOf } from '../../src/stage/cell.js';
import { wrongColumn, wrongValue } from '../../src/stage/columns.js';
import type { Asked, KnownInput, KnownInputs, Mistake } from '../../src/stage/contract.js';
import { suggestion } from '../../src/stage/nearest.js';
import { cellsColumns, chosenPredictionColumns, selectionColumns } from './columns.js';
import { predictionMistakes } from '../../src/statistics/predictions.js';
import type { NamedNumber, parameters as schema, SelectParameters } from './parameters.js';

/** What is wrong with what is to be chosen. Asked before anything runs, and again with the tables that were made. */
export function selectMistakes({ parameters, inputs }: Asked<typeof schema>): readonly Mistake[] {
  const { tables = [] } = inputs;
  return distinct([
    ...overMistakes(parameters, tables),
    ...nameMistakes(parameters, tables),
    ...cellMistakes(inputs),
    ...predictionMistakes(inputs.predictions ?? []),
    ...tables.flatMap((table) => tableMistakes(table, parameters)),
  ]);
}

function overMistakes({ over }: SelectParameters, tables: readonly KnownInput[]): readonly Mistake[] {
  const variables = variablesOf(tables);
  if (over.length === 0)
    return [
      {
        at: { parameter: ['over'] },
        rule: 'is empty: every cell would be chosen.',
        remedy: `Name the matrix variables that are searched. ${suggestion('', variables)}`,
      },
    ];
  return over.flatMap((name, index) =>
    variables.includes(name)
      ? []
      : [
          {
            at: { parameter: ['over', index] },
            rule: `is "${name}", a variable that the tables do not depend on.`,
            remedy: suggestion(name, variables),
          },
        ],
  );
}

/** A name that an output would have twice. */
function nameMistakes(parameters: SelectParameters, tables: readonly KnownInput[]): readonly Mistake[] {
  const lists = [selectionColumns, cellsColumns, chosenPredictionColumns].map((columnsOf) =>
    columnsOf(parameters, tables).map(({ name }) => name),
  );
  const twice = new Set(
    lists.flatMap((names) => names.filter((name, index) => names.indexOf(name) !== index)),
  );
  return [...twice].map((name) => {
    const shown = parameters.shown.findLastIndex((each) => each.name === name);
    return {
      at: shown < 0 ? { input: 'tables' } : { parameter: ['shown', shown, 'name'] },
      rule: `gives an output a second column "${name}".`,
      remedy: `Give ${shown < 0 ? 'the matrix variable' : 'it'} another name.`,
    };
  });
}

/** Cells that are there twice, or whose predictions are not there. */
function cellMistakes({ tables = [], predictions }: KnownInputs): readonly Mistake[] {
  const cells = tables.map(({ cell }) => canonicalJson(cell));
  const twice = tables.filter((_, index) => cells.indexOf(cells[index] ?? '') !== index);
  const among = new Set((predictions ?? tables).map(({ cell }) => canonicalJson(cell)));
  const without = tables.filter((_, index) => !among.has(cells[index] ?? ''));
  return [
    ...twice.slice(0, 1).map(({ cell }) => ({
      at: { input: 'tables' },
      rule: `gives two tables of the same cell${inBrackets(cell)}.`,
      remedy: 'Take the tables of one stage, or of stages that differ in a matrix variable.',
    })),
    ...without.slice(0, 1).map(({ cell }) => ({
      at: { input: 'predictions' },
      rule: `lacks a cell that tables has${inBrackets(cell)}.`,
      remedy: 'Take both from the same stage.',
    })),
  ];
}

function inBrackets(cell: KnownInput['cell']): string {
  return sameJson(cell, {}) ? '' : ` (${cellWords(cell)})`;
}

function tableMistakes({ artifacts }: KnownInput, { by, shown }: SelectParameters): readonly Mistake[] {
  const { errors } = artifacts;
  if (errors === undefined) return [];
  if (errors.mediaType !== tableMediaType)
    return [{ at: { input: 'tables' }, rule: `names an output that is ${errors.mediaType}, not a table.` }];
  // A stage of a project need not say its columns before its table is there.
  if (!Array.isArray(errors.description.columns)) return [];
  const { columns } = tableDescriptionOf(errors.description);
  return [
    ...numberMistakes(columns, by, ['by']),
    ...shown.flatMap((number, index) => numberMistakes(columns, number, ['shown', index])),
  ];
}

function numberMistakes(
  columns: readonly Column[],
  { column, where }: NamedNumber,
  path: readonly (string | number)[],
): readonly Mistake[] {
  const numbers = columns.filter(({ type }) => type === 'number');
  return [
    ...wrongColumn({ parameter: [...path, 'column'] }, column, columns, numbers),
    ...Object.entries(where).flatMap(([name, value]) => {
      const at = { parameter: [...path, 'where', name] };
      const known = columns.find((each) => each.name === name);
      return known === undefined
        ? wrongColumn({ ...at, atName: true as const }, name, columns, columns)
        : wrongValue(at, value, known);
    }),
  ];
}

/** The same is wrong with many cells. */
function distinct(mistakes: readonly Mistake[]): readonly Mistake[] {
  return [
    ...new Map(mistakes.map((mistake) => [JSON.stringify([mistake.at, mistake.rule]), mistake])).values(),
  ];
}

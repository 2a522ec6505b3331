import type { JsonObject } from '../../src/artifact/json.js';
import { type Column, type Row, type Table, tableMediaType } from '../../src/artifact/table.js';
import { decodeTable } from '../../src/artifact/table-description.js';
import { cellValueText } from '../../src/stage/cell.js';
import type { Input, InputArtifact } from '../../src/stage/contract.js';
import { BadInput } from '../../src/stage/problem.js';

const place = 'figure, tables';

/** All inputs as one table: the rows in the order of the inputs, each with its cell's matrix values as text columns. */
export async function gatheredTable(inputs: readonly Input[], output: string): Promise<Table> {
  const variables = [...new Set(inputs.flatMap(({ cell }) => Object.keys(cell)))];
  const tables = await Promise.all(inputs.map((input) => readTable(chosenArtifact(input, output))));
  const [first] = tables;
  if (first === undefined) throw new BadInput({ place, rule: 'there is no table to draw.' });
  const { columns } = first.description;
  for (const { description } of tables) checkSameColumns(columns, description.columns);
  checkDistinct(columns, variables);
  const cellColumns = variables.map((name): Column => ({ name, type: 'text', title: name }));
  return {
    description: { title: first.description.title, columns: [...cellColumns, ...columns] },
    rows: tables.flatMap(({ rows }, index) => {
      const cell = cellTexts(variables, inputs[index]?.cell ?? {});
      return rows.map((row): Row => ({ ...cell, ...row }));
    }),
  };
}

function chosenArtifact({ artifacts }: Input, output: string): InputArtifact {
  const names = Object.keys(artifacts);
  const [only = '', ...others] = names;
  const chosen = artifacts[output === '' && others.length === 0 ? only : output];
  if (chosen !== undefined) return chosen;
  const rule = output === '' ? 'the stage has several outputs.' : `the stage has no output ${output}.`;
  throw new BadInput({ place, rule, remedy: `Let table name one of ${names.join(', ')}.` });
}

async function readTable(artifact: InputArtifact): Promise<Table> {
  if (artifact.mediaType !== tableMediaType)
    throw new BadInput({
      place,
      rule: `the input is ${artifact.mediaType}, not a table.`,
      remedy: `Name an output of type ${tableMediaType}.`,
    });
  return decodeTable(await artifact.bytes(), artifact.description);
}

function checkSameColumns(columns: readonly Column[], others: readonly Column[]): void {
  const names = (list: readonly Column[]): string =>
    list.map(({ name, type }) => `${name} (${type})`).join(', ');
  if (names(columns) !== names(others))
    throw new BadInput({
      place,
      rule: `the tables have different columns: ${names(columns)}; ${names(others)}.`,
      remedy: 'Draw tables of one kind.',
    });
}

function checkDistinct(columns: readonly Column[], variables: readonly string[]): void {
  const clash = columns.find(({ name }) => variables.includes(name));
  if (clash !== undefined)
    throw new BadInput({
      place,
      rule: `the matrix variable ${clash.name} has the name of a column.`,
      remedy: 'Give the matrix variable another name.',
    });
}

function cellTexts(variables: readonly string[], cell: JsonObject): Row {
  return Object.fromEntries(variables.map((name) => [name, cellValueText(cell[name] ?? '')]));
}

import type { JsonObject } from '../../src/artifact/json.js';
import type { Column, Row, Table } from '../../src/artifact/table.js';
import { decodeTable } from '../../src/artifact/table-description.js';
import { cellValueText, variablesOf } from '../../src/stage/cell.js';
import { artifactOf, type Input } from '../../src/stage/contract.js';
import { chosenOutput } from './gathered.js';

/** All inputs as one table of these columns: the rows in the order of the inputs, each with its cell's matrix values. */
export async function gatheredTable(
  inputs: readonly Input[],
  output: string,
  columns: readonly Column[],
): Promise<Table> {
  const variables = variablesOf(inputs);
  const tables = await Promise.all(inputs.map((input) => readTable(input, output)));
  return {
    description: { title: tables[0]?.description.title ?? '', columns },
    rows: tables.flatMap(({ rows }, index) => {
      const cell = cellTexts(variables, inputs[index]?.cell ?? {});
      return rows.map((row): Row => ({ ...cell, ...row }));
    }),
  };
}

async function readTable(input: Input, output: string): Promise<Table> {
  const artifact = artifactOf(input, chosenOutput(input, output) ?? output);
  return decodeTable(await artifact.bytes(), artifact.description);
}

function cellTexts(variables: readonly string[], cell: JsonObject): Row {
  return Object.fromEntries(variables.map((name) => [name, cellValueText(cell[name] ?? '')]));
}

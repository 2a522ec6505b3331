import { canonicalJson } from '../../src/artifact/digest.js';
import type { Row } from '../../src/artifact/table.js';
import { decodeTable } from '../../src/artifact/table-description.js';
import { type ClaimTable, numberIn, onlyRow } from '../../src/claim/table-numbers.js';
import { cellRow } from '../../src/stage/cell-columns.js';
import { failuresTold } from '../../src/stage/cell.js';
import { artifactOf, type Input, type StageContext, type StageRun } from '../../src/stage/contract.js';
import { refuse } from '../../src/stage/mistakes.js';
import { writeTable } from '../../src/stage/table-output.js';
import { selectMistakes } from './check.js';
import { type Candidate, type Choice, choicesOf, tiedWithBest, warningOf } from './choice.js';
import { variableColumns, type VariableColumns } from './columns.js';
import { declaration } from './declaration.js';
import type { NamedNumber, SelectParameters } from './parameters.js';

type Context = StageContext<typeof declaration>;

export const run: StageRun<typeof declaration> = async (context) => {
  const { parameters, inputs } = context;
  // What a plan could not know yet: the columns of a stage that does not declare them.
  refuse(selectMistakes({ parameters, inputs, matrix: {} }));
  const { tables = [] } = inputs;
  const columns = variableColumns(parameters, tables);
  const candidates: Candidate[] = [];
  for (const table of tables) {
    context.signal.throwIfAborted();
    candidates.push(await candidateOf(table, parameters));
    context.progress({ done: candidates.length, total: tables.length, unit: 'cells' });
  }
  const choices = choicesOf(candidates, parameters);
  // What failed is not chosen, so that it is no fault of the selection, but where nothing else is there.
  const failures = choices
    .filter(({ ranked }) => ranked.length === 0)
    .flatMap((choice) => choice.candidates.flatMap((candidate) => candidate.failures));
  await writeTable(context, declaration, 'selection', {
    title: 'The best of each search',
    rows: choices.map((choice) => selectionRow(choice, columns, parameters)),
    failures,
  });
  await writeTable(context, declaration, 'cells', {
    title: 'The cells compared',
    rows: choices.flatMap((choice) => cellRows(choice, columns)),
  });
  await writeTable(context, declaration, 'predictions', {
    title: 'Predictions of the chosen cells',
    rows: await chosenPredictions(context, choices, columns),
    failures,
  });
};

async function candidateOf(input: Input, { by, shown }: SelectParameters): Promise<Candidate> {
  const artifact = artifactOf(input, 'errors');
  const table = decodeTable(await artifact.bytes(), artifact.description);
  const number = (named: NamedNumber) => numberOf({ cell: input.cell, table }, named);
  return {
    cell: input.cell,
    value: number(by),
    shown: Object.fromEntries(shown.map((named) => [named.name, number(named)])),
    failures: failuresTold(artifact.description),
  };
}

function numberOf(table: ClaimTable, { column, where, row }: NamedNumber): number {
  const place = 'select';
  return numberIn(place, onlyRow({ place, where, row, columns: [column] }, [table]), column);
}

function selectionRow(
  choice: Choice,
  { group, searched }: VariableColumns,
  { over, shown }: SelectParameters,
): Row {
  const [chosen, runnerUp] = choice.ranked;
  const nothing = Object.fromEntries(shown.map(({ name }) => [name, NaN]));
  return {
    ...cellRow(group, choice.group),
    ...cellRow(searched, chosen?.cell ?? {}),
    value: chosen?.value ?? NaN,
    ...(chosen?.shown ?? nothing),
    runnerUp: runnerUp?.value ?? NaN,
    compared: choice.candidates.length,
    failed: choice.candidates.length - choice.ranked.length,
    tied: tiedWithBest(choice),
    warning: warningOf(choice, over),
  };
}

function cellRows({ candidates, ranked }: Choice, { group, searched }: VariableColumns): readonly Row[] {
  return candidates.map((candidate) => ({
    ...cellRow([...group, ...searched], candidate.cell),
    value: candidate.value,
    chosen: candidate === ranked[0] ? 'yes' : 'no',
    failure: candidate.failures.join('; '),
  }));
}

async function chosenPredictions(
  { inputs, signal }: Context,
  choices: readonly Choice[],
  { group }: VariableColumns,
): Promise<readonly Row[]> {
  const { predictions = [] } = inputs;
  const ofCell = new Map(predictions.map((input) => [canonicalJson(input.cell), input]));
  const rows: Row[] = [];
  for (const { group: values, ranked } of choices) {
    signal.throwIfAborted();
    const input = ranked[0] === undefined ? undefined : ofCell.get(canonicalJson(ranked[0].cell));
    if (input === undefined) continue;
    const artifact = artifactOf(input, 'predictions');
    const own = cellRow(group, values);
    for (const row of decodeTable(await artifact.bytes(), artifact.description).rows)
      rows.push({ ...own, ...row });
  }
  return rows;
}

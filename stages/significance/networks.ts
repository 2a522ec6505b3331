import { canonicalJson } from '../../src/artifact/digest.js';
import { decodeTable } from '../../src/artifact/table-description.js';
import type { Column, Row } from '../../src/artifact/table.js';
import type { Mistakes } from '../../src/claim/significance/discordance.js';
import { cellColumns, cellRow } from '../../src/stage/cell-columns.js';
import { variablesOf } from '../../src/stage/cell.js';
import { artifactOf, type Input } from '../../src/stage/contract.js';
import { BadInput } from '../../src/stage/problem.js';
import { rowWords } from './words.js';

/** One network's predictions of the test examples. */
export interface Predicted {
  /** What tells it apart, by the columns of `variableColumns`. */
  readonly variables: Row;
  /** The classes of the examples, in their order. */
  readonly labels: ReadonlyMap<number, number>;
  readonly mistakes: Mistakes;
}

/** The networks of all inputs, in their order. Throws BadInput where two cannot be told apart, or have not the same examples. */
export async function networksOf(
  inputs: readonly Input[],
  variables: readonly Column[],
  between: (done: number) => void,
): Promise<readonly Predicted[]> {
  const cells = cellColumns(variablesOf(inputs), inputs);
  const networks = new Map<string, Growing>();
  for (const [index, input] of inputs.entries()) {
    const artifact = artifactOf(input, 'predictions');
    const cell = cellRow(cells, input.cell);
    for (const row of decodeTable(await artifact.bytes(), artifact.description).rows)
      add(networks, variables, { ...cell, ...row });
    between(index + 1);
  }
  const [first, ...others] = [...networks.values()];
  if (first !== undefined) for (const other of others) checkSameExamples(first, other);
  return [...networks.values()];
}

interface Growing extends Predicted {
  readonly labels: Map<number, number>;
  readonly mistakes: Map<number, boolean>;
}

function add(networks: Map<string, Growing>, columns: readonly Column[], row: Row): void {
  const variables = Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? '']));
  const key = canonicalJson(variables);
  const network = networks.get(key) ?? { variables, labels: new Map(), mistakes: new Map() };
  networks.set(key, network);
  const [example, label] = [Number(row.example), Number(row.label)];
  if (network.labels.has(example))
    throw new BadInput({
      place: 'significance, input predictions',
      rule: `two networks cannot be told apart${rowWords(variables) === '' ? '' : `: ${rowWords(variables)}`}.`,
      remedy: 'Networks must differ in a matrix variable.',
    });
  network.labels.set(example, label);
  network.mistakes.set(example, row.prediction !== row.label);
}

function checkSameExamples(first: Predicted, other: Predicted): void {
  const same =
    first.labels.size === other.labels.size &&
    [...first.labels].every(([example, label]) => other.labels.get(example) === label);
  if (same) return;
  throw new BadInput({
    place: 'significance, input predictions',
    rule: `the networks were not tested on the same examples: ${rowWords(first.variables)}; ${rowWords(other.variables)}.`,
    remedy: 'Compare networks of one data set; take one stage for each.',
  });
}

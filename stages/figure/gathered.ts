import { tableMediaType, type Column } from '../../src/artifact/table.js';
import { tableDescriptionOf } from '../../src/artifact/table-description.js';
import { variablesOf } from '../../src/stage/cell.js';
import type { KnownArtifact, KnownInput, Mistake } from '../../src/stage/contract.js';
import { suggestion } from '../../src/stage/nearest.js';

/** What one table of all inputs has: the matrix values of their cells as columns of text, then their own columns. */
export interface Gathered {
  /** Undefined where a stage does not declare its columns, until its table is there. */
  readonly columns: readonly Column[] | undefined;
  readonly mistakes: readonly Mistake[];
}

export function gathered(role: string, inputs: readonly KnownInput[], output: string): Gathered {
  const mistakes: Mistake[] = inputs.length === 0 ? [wrongInput(role, 'gives no table to draw.')] : [];
  const lists: (readonly Column[])[] = [];
  for (const input of inputs) {
    const name = chosenOutput(input, output);
    const artifact = name === undefined ? undefined : input.artifacts[name];
    if (artifact === undefined) mistakes.push(noSuchOutput(input, output));
    else if (artifact.mediaType !== tableMediaType)
      mistakes.push(wrongInput(role, `names an output that is ${artifact.mediaType}, not a table.`));
    else lists.push(...columnsOf(artifact));
  }
  const [columns] = lists;
  if (columns === undefined || lists.length < inputs.length)
    return { columns: undefined, mistakes: distinct(mistakes) };
  const variables = variablesOf(inputs);
  mistakes.push(...differentColumns(role, lists), ...clash(role, columns, variables));
  const cells = variables.map((name): Column => ({ name, type: 'text', title: name }));
  return { columns: [...cells, ...columns], mistakes };
}

/** The output that is drawn: the one that is named, else the only one. Undefined where there is none such. */
export function chosenOutput({ artifacts }: KnownInput, output: string): string | undefined {
  const [only, ...others] = Object.keys(artifacts);
  const chosen = output === '' && others.length === 0 ? only : output;
  return chosen !== undefined && Object.hasOwn(artifacts, chosen) ? chosen : undefined;
}

/** None or one: those of a description that has columns. */
function columnsOf({ description }: KnownArtifact): (readonly Column[])[] {
  return Array.isArray(description.columns) ? [tableDescriptionOf(description).columns] : [];
}

function noSuchOutput({ artifacts }: KnownInput, output: string): Mistake {
  const names = Object.keys(artifacts);
  return output === ''
    ? {
        at: { parameter: ['table'] },
        rule: 'must name one of the outputs, since the input has several.',
        remedy: `There is: ${names.join(', ')}.`,
      }
    : {
        at: { parameter: ['table'] },
        rule: `is "${output}", which is no output that the input names.`,
        remedy: suggestion(output, names),
      };
}

function differentColumns(role: string, lists: readonly (readonly Column[])[]): readonly Mistake[] {
  const texts = lists.map((list) => list.map(({ name, type }) => `${name} (${type})`).join(', '));
  const other = texts.find((text) => text !== texts[0]);
  if (other === undefined) return [];
  return [
    wrongInput(
      role,
      `gives tables with different columns: ${texts[0] ?? ''}; ${other}.`,
      'Draw tables of one kind.',
    ),
  ];
}

function clash(role: string, columns: readonly Column[], variables: readonly string[]): readonly Mistake[] {
  return columns
    .filter(({ name }) => variables.includes(name))
    .map(({ name }) =>
      wrongInput(
        role,
        `gives tables with a column "${name}", which is also a matrix variable.`,
        'Give the matrix variable another name.',
      ),
    );
}

function wrongInput(role: string, rule: string, remedy?: string): Mistake {
  return { at: { input: role }, rule, ...(remedy === undefined ? {} : { remedy }) };
}

/** The same is wrong with many cells. */
function distinct(mistakes: readonly Mistake[]): readonly Mistake[] {
  return [...new Map(mistakes.map((mistake) => [mistake.rule, mistake])).values()];
}

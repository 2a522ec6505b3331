import type { Command } from 'commander';
import type { StageDeclaration } from '../stage/contract.js';
import { plainJson } from '../stage/plain-text.js';
import { BadInput } from '../stage/problem.js';
import { findStage, stageNames } from '../stage/registry.js';
import type { Column } from '../artifact/table.js';
import { declaredColumns } from '../plan/declared-columns.js';
import { suggestion } from '../stage/nearest.js';
import { columns, folded, shown } from './text.js';

export function addStages(program: Command): void {
  program
    .command('stages')
    .argument('[name]', 'one stage, with its parameters, inputs and outputs')
    .description('list the stages, or describe one')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample: samebits stages train')
    .action(async (name: string | undefined, { json }: { json?: boolean }) => {
      const declarations = await Promise.all((name === undefined ? stageNames() : [name]).map(declarationOf));
      const text = name === undefined ? list(declarations) : declarations.map(describe).join('\n');
      console.log(json ? declarations.map(asJson).join('\n') : text);
    });
}

async function declarationOf(name: string): Promise<StageDeclaration> {
  const stage = await findStage(name, process.cwd());
  if (stage === undefined)
    throw new BadInput({
      place: 'samebits stages',
      rule: `there is no stage "${name}".`,
      remedy: suggestion(name, stageNames()),
    });
  return stage.description;
}

function list(declarations: readonly StageDeclaration[]): string {
  return columns(
    declarations.map(({ name, title }) => [name, title]),
    '',
  );
}

/** With the columns of its tables. */
function asJson(declaration: StageDeclaration): string {
  const tables = declaredColumns(declaration);
  const outputs = Object.entries(declaration.outputs).map(([name, output]) => {
    const declared = tables.get(name);
    return [name, { ...output, ...(declared === undefined ? {} : { columns: declared }) }] as const;
  });
  return plainJson({ ...declaration, outputs: Object.fromEntries(outputs) });
}

function describe(declaration: StageDeclaration): string {
  const { name, description, parameters, inputs, outputs } = declaration;
  const rows = Object.entries(parameters.properties).map(([parameter, schema]) => {
    // JSON Schema's own members, which TypeBox's type does not list.
    const {
      default: value,
      description: text = '',
      ...form
    } = schema as Form & { default?: unknown; description?: string };
    return [parameter, value === undefined ? 'required' : JSON.stringify(value), formText(form), text];
  });
  const described = (of: Readonly<Record<string, { readonly description: string }>>) =>
    Object.entries(of).map(([key, each]) => [key, each.description]);
  return [
    shown(`${name}: ${description}`),
    ...section('Parameters (with): name, default, form, meaning', rows),
    ...section('Inputs', described(inputs)),
    ...section('Outputs', described(outputs)),
    ...[...declaredColumns(declaration)].flatMap(([table, list]) =>
      section(`Columns of ${table}`, list.map(columnRow)),
    ),
  ].join('\n');
}

/** Its name, what it holds (all its words, where they are few and known), and what that is. */
function columnRow({ name, type, title, values }: Column): readonly string[] {
  return [name, values === undefined ? type : values.map((word) => JSON.stringify(word)).join(' | '), title];
}

/** What a value must be like, as JSON Schema says it. */
interface Form {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Form[];
  readonly items?: Form;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Form>>;
}

/** `integer 1 … 100`, `"a" | "b"`, `list of integer 1 … 65536`, `{column, title}`, `{name: "he", gain}`. */
function formText({
  type = 'value',
  enum: words,
  const: word,
  anyOf,
  items,
  minimum,
  exclusiveMinimum,
  maximum,
  properties,
}: Form): string {
  if (word !== undefined) return JSON.stringify(word);
  if (words !== undefined) return words.map((each) => JSON.stringify(each)).join(' | ');
  if (anyOf !== undefined) return anyOf.map(formText).join(' | ');
  if (items !== undefined) return `list of ${formText(items)}`;
  if (properties !== undefined) {
    const members = Object.entries(properties).map(([name, member]) =>
      member.const === undefined ? name : `${name}: ${JSON.stringify(member.const)}`,
    );
    return `{${members.join(', ')}}`;
  }
  const least = minimum ?? exclusiveMinimum;
  return least === undefined && maximum === undefined
    ? type
    : `${type} ${exclusiveMinimum === undefined ? '' : '> '}${least ?? ''} … ${maximum ?? ''}`;
}

function section(title: string, rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : ['', `${title}:`, folded(rows.map((row) => row.map(shown)))];
}

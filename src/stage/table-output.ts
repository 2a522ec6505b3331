import type { TObject } from 'typebox';
import type { JsonObject } from '../artifact/json.js';
import { encodeCsv, tableMediaType, type Column, type Row } from '../artifact/table.js';
import { tableDescriptionOf } from '../artifact/table-description.js';
import { failureMark } from './cell.js';
import type { KnownInputs, StageContext, StageDeclaration } from './contract.js';

/** A table as a stage declares it. */
interface TableOutput<Parameters> {
  readonly mediaType: typeof tableMediaType;
  readonly description: string;
  known(parameters: Parameters, inputs: KnownInputs): { readonly columns: readonly Column[] };
}

/**
 * Declares a table by its columns, which are a function of what is asked where they depend on it. They are what `writeTable` writes,
 * what `samebits stages` lists, and what figures and claims are checked against before anything runs.
 */
export function tableOutput<Parameters = object>(
  description: string,
  columns: readonly Column[] | ((parameters: Parameters, inputs: KnownInputs) => readonly Column[]),
): TableOutput<Parameters> {
  return {
    mediaType: tableMediaType,
    description,
    known: (parameters, inputs) => ({
      columns: typeof columns === 'function' ? columns(parameters, inputs) : columns,
    }),
  };
}

/** A table but for its columns, which the stage's declaration has; further members are for its description. */
export interface Written extends JsonObject {
  readonly title: string;
  readonly rows: readonly Row[];
}

/**
 * Writes an output that is declared with `tableOutput`; its description also says what went wrong with what it was made from: all inputs,
 * or what the table itself says in `failures`.
 */
export async function writeTable<Parameters extends TObject>(
  context: Pick<StageContext<StageDeclaration<Parameters>>, 'parameters' | 'inputs' | 'write'>,
  { outputs }: Pick<StageDeclaration<Parameters>, 'outputs'>,
  output: string,
  { rows, ...told }: Written,
): Promise<void> {
  const { parameters, inputs } = context;
  const known = outputs[output]?.known?.(parameters, inputs);
  const description = tableDescriptionOf({ ...failureMark(inputs), ...told, ...known });
  await context.write(output, encodeCsv({ description, rows }), description);
}

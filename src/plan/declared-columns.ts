import type { Column } from '../artifact/table.js';
import { tableDescriptionOf } from '../artifact/table-description.js';
import type { StageContext, StageDeclaration } from '../stage/contract.js';
import { check } from './check.js';
import { located } from './located.js';

/**
 * The columns of a stage's tables, by output, as they are with the default parameters; none of an output that is no table, or whose
 * columns the stage does not declare.
 */
export function declaredColumns(declaration: StageDeclaration): ReadonlyMap<string, readonly Column[]> {
  const { value, problems } = check(declaration.parameters, located({}, ''), {
    prefix: '',
    unknown: () => '',
  });
  // Without problems they are of the stage's schema.
  const parameters = problems.length > 0 ? undefined : (value as StageContext['parameters']);
  const tables = new Map<string, readonly Column[]>();
  for (const [name, output] of Object.entries(declaration.outputs)) {
    const description = parameters === undefined ? {} : (output.known?.(parameters, {}) ?? {});
    if (Array.isArray(description.columns)) tables.set(name, tableDescriptionOf(description).columns);
  }
  return tables;
}

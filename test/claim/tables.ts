import type { JsonObject } from '../../src/artifact/json.js';
import type { Row } from '../../src/artifact/table.js';
import type { ClaimTable } from '../../src/claim/table-numbers.js';

/** A table whose columns are those of its rows. */
export function claimTable(cell: JsonObject, rows: readonly Row[]): ClaimTable {
  const columns = Object.entries(rows[0] ?? { value: 0 }).map(([name, value]) => ({
    ...{ name, title: name },
    type: typeof value === 'number' ? ('number' as const) : ('text' as const),
  }));
  return { cell, table: { description: { title: 'a table', columns }, rows } };
}

export const claimBase = {
  ...{ id: 'errs', statement: 'It errs so often.', source: 'table 1' },
  ...{ of: 'evaluate.errors', where: {}, column: 'errorRate' },
} as const;

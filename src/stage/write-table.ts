import { encodeCsv, type Table } from '../artifact/table.js';
import type { StageContext } from './contract.js';

/** Writes an output that is a table. */
export async function writeTable(
  context: Pick<StageContext, 'write'>,
  output: string,
  table: Table,
): Promise<void> {
  await context.write(output, encodeCsv(table), table.description);
}

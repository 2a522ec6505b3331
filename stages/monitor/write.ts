import type { StageContext } from '../../src/stage/contract.js';
import { writeTable } from '../../src/stage/table-output.js';
import { declaration } from './declaration.js';
import { tablesOf, type Timeline } from './tables.js';

type Context = Pick<StageContext<typeof declaration>, 'parameters' | 'inputs' | 'write'>;

/** Writes every output. */
export async function writeTables(context: Context, timeline: Timeline): Promise<void> {
  for (const [output, table] of tablesOf(timeline)) await writeTable(context, declaration, output, table);
}

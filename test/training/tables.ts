import type { JsonObject } from '../../src/artifact/json.js';
import { decodeCsv, type Table, type TableDescription } from '../../src/artifact/table.js';

/** The table that a stage wrote. */
export function tableOf(written: { readonly bytes: Buffer; readonly description: JsonObject }): Table {
  // What a stage writes as a table has a table's description.
  return decodeCsv(written.bytes.toString(), written.description as TableDescription);
}

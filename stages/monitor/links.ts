import { digestOf, sameJson } from '../../src/artifact/digest.js';
import type { JsonObject } from '../../src/artifact/json.js';
import { artifactOf, type Input, type StageContext } from '../../src/stage/contract.js';
import type { declaration } from './declaration.js';
import { firstDifference } from './difference.js';
import { rowsIn } from './recorded.js';
import { tablesOf, type Timeline } from './tables.js';
import { writeTables } from './write.js';

type Context = StageContext<typeof declaration>;

/**
 * The first table that is not what is written of these measurements, and where: it has every row that it must, no other, and is described
 * as it would be. Undefined where all are so.
 */
export async function brokenTable(
  context: Context,
  artifacts: Input['artifacts'],
  timeline: Timeline,
): Promise<string | undefined> {
  const written = await writtenOf(context, timeline);
  for (const [output, { rows }] of tablesOf(timeline)) {
    const { digest, description } = artifactOf({ cell: {}, artifacts }, output);
    const right = written.get(output);
    if (digest !== right?.digest) {
      const where =
        firstDifference(await rowsIn(artifacts, output), rows) ?? 'its numbers are written otherwise';
      return `${output} is not what is written of the training's measured updates: ${where}`;
    }
    if (!sameJson(description, right.description))
      return `the description of ${output} is another than is written of these measurements`;
  }
  return undefined;
}

async function writtenOf(
  { parameters, inputs }: Context,
  timeline: Timeline,
): Promise<ReadonlyMap<string, { readonly digest: string; readonly description: JsonObject }>> {
  const written = new Map<string, { readonly digest: string; readonly description: JsonObject }>();
  const write: Context['write'] = (output, content, description = {}) => {
    // A table is written as one text.
    written.set(output, { digest: digestOf(content as string), description });
    return Promise.resolve();
  };
  await writeTables({ parameters, inputs, write }, timeline);
  return written;
}

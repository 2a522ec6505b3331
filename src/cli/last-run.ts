import { statSync } from 'node:fs';
import { join } from 'node:path';
import { executedOf, type Executed } from '../store/executed.js';
import { memberOf, plain } from '../plan/located.js';
import { load } from '../plan/load.js';
import { suggestion } from '../stage/nearest.js';
import { projectOf } from '../plan/project.js';
import { BadInput } from '../stage/problem.js';
import { openStore, type Store } from '../store/store.js';
import { reading } from './reading.js';

/** The last run of a pipeline, from the store alone, and the store. */
export interface LastRun {
  readonly executed: Executed;
  readonly store: Store;
}

/**
 * Does something with the last run of a pipeline, which stays there meanwhile. The pipeline is said by its file, or by its name where
 * its project is the folder one stands in. Throws BadInput where it was not run.
 */
export async function withLastRun<Value>(
  pipeline: string,
  work: (run: LastRun) => Promise<Value>,
): Promise<Value> {
  const name = isFile(pipeline) ? await nameIn(pipeline) : pipeline;
  const root = join(isFile(pipeline) ? projectOf(pipeline) : process.cwd(), 'artifacts');
  return reading(openStore(root), name, async (store) => {
    const executed = await executedOf(name, store);
    if (executed.records.length > 0) return work({ executed, store });
    throw new BadInput({
      place: pipeline,
      rule: 'there is no run of this pipeline in the store.',
      remedy: isFile(pipeline)
        ? `Run it with: samebits run ${pipeline}`
        : suggestion(pipeline, await store.lastRuns.names()),
    });
  });
}

/** `PIPELINE/REST`: does something with the last run of the pipeline, said as in `withLastRun`, and what is said of it. */
export async function withPartOfLastRun<Value>(
  text: string,
  work: (run: LastRun & { readonly part: string }) => Promise<Value>,
): Promise<Value> {
  const slashes = [...text.matchAll(/\//g)].map(({ index }) => index);
  // A file's path has slashes too.
  const at = slashes.find((index) => isFile(text.slice(0, index))) ?? slashes[0];
  if (at === undefined)
    throw new BadInput({
      place: text,
      rule: 'this is no PIPELINE/TASK.',
      remedy: 'Example: quickstart/train[standard]. What there is says: samebits list PIPELINE',
    });
  return withLastRun(text.slice(0, at), (run) => work({ ...run, part: text.slice(at + 1) }));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

async function nameIn(file: string): Promise<string> {
  const { document } = await load(file, []);
  const name = plain(memberOf(document, 'name'));
  if (typeof name === 'string') return name;
  throw new BadInput({ place: file, rule: 'this pipeline has no name.' });
}

import { cp, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ExecutionContext } from 'ava';
import { lastValueFrom, toArray } from 'rxjs';
import type { Plan } from '../../src/plan/recipe.js';
import type { RunEvent } from '../../src/run/events.js';
import { run } from '../../src/run/run.js';
import { openStore, type Store } from '../../src/store/store.js';
import { makeProject, type Project } from '../project.js';
import { inProcess } from '../run/in-process.js';

/** A stage that adds up in steps which it keeps, and remembers a memo: with the others it writes every kind of file that a store has. */
const count = {
  'stages/count/declaration.js': `
    export const declaration = {
      name: 'count', version: 1, title: 'A count', description: 'Adds 1 to n.', extent: 'steps',
      parameters: { type: 'object', additionalProperties: false, properties: {
        steps: { type: 'integer', minimum: 1, maximum: 100, default: 3, title: 'Steps', description: 'The n.' } } },
      inputs: {}, outputs: { total: { mediaType: 'application/json', description: 'The sum and its square.' } } };`,
  'stages/count/run.js': `
    import { createHash } from 'node:crypto';
    const digestOf = (text) => createHash('sha256').update(text).digest('hex');
    const newest = async (chain, steps) => {
      for (const state of (await chain.states()).reverse()) {
        const bytes = state.step > steps ? undefined : await chain.bytes(state);
        if (bytes !== undefined) return { step: state.step, sum: Number(bytes.toString()) };
      }
      return { step: 0, sum: 0 };
    };
    export async function run({ parameters: { steps }, chain, memo, code, write }) {
      let { step, sum } = await newest(chain, steps);
      while (step < steps) {
        sum += ++step;
        await chain.keep({ step, digest: digestOf(String(sum)), notes: [step] }, Buffer.from(String(sum)));
      }
      const key = digestOf(code + sum);
      const known = await memo.recall(key);
      if (known === undefined) await memo.remember(key, { square: sum * sum });
      await write('total', JSON.stringify({ sum, square: known?.square ?? sum * sum }));
    }`,
} as const;

const pipeline = {
  name: 'p',
  matrix: { value: [2, 3] },
  stages: {
    one: { use: './stages/number', with: { value: { $matrix: 'value' } } },
    total: { use: './stages/sum', inputs: { numbers: { $each: 'one' } } },
    count: { use: './stages/count' },
  },
};

export const pipelineFile = 'pipelines/p.json';

export async function makeCountingProject(t: ExecutionContext): Promise<Project> {
  const project = await makeProject(t);
  for (const [file, text] of Object.entries(count)) await project.write(file, text);
  await project.write(pipelineFile, pipeline);
  return project;
}

/** Every event of a run with this store, in this process. */
export async function eventsOf(plan: Plan, store: Store): Promise<readonly RunEvent[]> {
  const { signal } = new AbortController();
  const options = { jobs: 2, cores: 1, signal, executor: inProcess, keepGoing: true };
  return lastValueFrom(run(plan, store, options).pipe(toArray()));
}

/** A store of its own with the same files. */
export async function copyOf(store: Store, folder: string): Promise<Store> {
  await cp(store.root, folder, { recursive: true });
  return openStore(folder);
}

/** The files that a store is made of; not what is there for readers or for a while. */
export async function filesOf({ root }: Store): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)));
  return names.filter((name) => /^(objects|records|pointers|chains|runs)\//.test(name)).sort();
}

/** The digests of all outputs that a run ended with, by task. */
export function outputsOf(events: readonly RunEvent[]): Readonly<Record<string, string>> {
  const there = events.flatMap((event): (readonly [string, string])[] =>
    event.event === 'made' || event.event === 'cached'
      ? Object.entries(event.record.outputs).map(
          ([name, { digest }]) => [`${event.task}.${name}`, digest] as const,
        )
      : [],
  );
  return Object.fromEntries(there.sort());
}

export function tasksOf(events: readonly RunEvent[], kind: RunEvent['event']): readonly string[] {
  return events.filter(({ event }) => event === kind).map(({ task }) => task);
}

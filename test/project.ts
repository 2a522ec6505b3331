import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { lastValueFrom, toArray } from 'rxjs';
import { expand } from '../src/plan/expand.js';
import { load, parseSetting } from '../src/plan/load.js';
import { planOf, type Plan } from '../src/plan/recipe.js';
import type { RunEvent } from '../src/run/events.js';
import { run } from '../src/run/run.js';
import type { Executor } from '../src/run/executor.js';
import { BadInput } from '../src/stage/problem.js';
import { openStore, type Store } from '../src/store/store.js';
import { inProcess } from './run/in-process.js';

/** A user's project in a temporary folder, with small stages of its own: what plan, run and store are tested with. */
export interface Project {
  readonly folder: string;
  readonly store: Store;
  write(file: string, content: string | object): Promise<string>;
  plan(file: string, ...settings: string[]): Promise<Plan>;
  /** Runs the pipeline and gives every event. */
  runAll(file: string, ...settings: string[]): Promise<readonly RunEvent[]>;
  /** Runs the pipeline and gives every event but progress. */
  run(file: string, ...settings: string[]): Promise<readonly RunEvent[]>;
}

/** A stage that writes its number, and one that adds up the numbers it reads. Schemas are plain JSON Schema. */
const stages = {
  'stages/number/declaration.js': `
    export const declaration = {
      name: 'number', version: 1, title: 'A number', description: 'Writes a number.',
      parameters: { type: 'object', additionalProperties: false, properties: {
        value: { type: 'integer', minimum: 0, maximum: 100, default: 1, title: 'Value', description: 'The number.' },
        kind: { anyOf: [{ const: 'plain' }, { const: 'fancy' }], default: 'plain', title: 'Kind', description: 'A word.' },
        seed: { type: 'integer', minimum: 0, default: 1, title: 'Seed', description: 'Ignored.' } } },
      inputs: {}, outputs: { table: { mediaType: 'text/csv', description: 'The number.' }, note: { mediaType: 'text/plain', description: 'A word.' } } };`,
  'stages/number/run.js': `
    import { numberOf } from './value.js';
    export async function run({ parameters, write }) {
      await write('table', 'value\\n' + numberOf(parameters) + '\\n', { title: 'A number', columns: [{ name: 'value', type: 'number', title: 'value' }] });
      await write('note', parameters.kind);
    }`,
  'stages/number/value.js': `export const numberOf = ({ value }) => value;`,
  'stages/sum/declaration.js': `
    export const declaration = {
      name: 'sum', version: 1, title: 'A sum', description: 'Adds numbers.',
      parameters: { type: 'object', additionalProperties: false, properties: {
        plus: { type: 'integer', default: 0, title: 'Plus', description: 'Added to the sum.' },
        modulo: { type: 'integer', default: 1000, title: 'Modulo', description: 'The sum is taken modulo this.' },
        fail: { type: 'string', default: '', title: 'Failure', description: 'A message to fail with.' },
        wait: { type: 'boolean', default: false, title: 'Wait', description: 'Whether to wait until stopped.' } } },
      inputs: { numbers: { description: 'What is added.', outputs: ['table'], many: true } },
      outputs: { table: { mediaType: 'text/csv', description: 'The sum.' } } };`,
  'stages/sum/run.js': `
    export async function run({ parameters, inputs, write, signal, progress }) {
      if (parameters.fail !== '') throw new Error(parameters.fail);
      progress({ done: 0, total: 1, unit: 'sums', note: String(process.pid) });
      if (parameters.wait) await new Promise((_, stop) => { const idle = setInterval(() => {}, 1000); signal.addEventListener('abort', () => { clearInterval(idle); stop(signal.reason); }); });
      let sum = parameters.plus;
      for (const { artifacts } of inputs.numbers ?? []) sum += Number((await artifacts.table.bytes()).toString().split('\\n')[1]);
      await write('table', 'value\\n' + (sum % parameters.modulo) + '\\n', { title: 'A sum', columns: [{ name: 'value', type: 'number', title: 'value' }] });
    }`,
} as const;

/** Runs are of this process unless another executor is given: `taskProcess` where code changes between runs, which a process reads but once. */
export async function makeProject(
  t: Pick<ExecutionContext, 'teardown'>,
  executor: Executor = inProcess,
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'samebits-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const store = openStore(join(folder, 'artifacts'));
  const write = async (file: string, content: string | object) => {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    return path;
  };
  const plan = async (file: string, ...settings: string[]) =>
    planOf(await expand(await load(join(folder, file), settings.map(parseSetting))));
  await write('package.json', { name: 'a-users-project', type: 'module' });
  for (const [file, text] of Object.entries(stages)) await write(file, text);
  const runAll = async (file: string, ...settings: string[]) => {
    const events = run(await plan(file, ...settings), store, {
      jobs: 2,
      cores: 2,
      signal: new AbortController().signal,
      executor,
    });
    return lastValueFrom(events.pipe(toArray()));
  };
  return {
    folder,
    store,
    write,
    plan,
    runAll,
    run: async (file, ...settings) =>
      (await runAll(file, ...settings)).filter(({ event }) => event !== 'progress'),
  };
}

/** The pipeline most tests use: two numbers from a matrix, and their sum. */
export const sums = {
  name: 'sums',
  matrix: { value: [2, 3] },
  stages: {
    one: { use: './stages/number', with: { value: { $matrix: 'value' } } },
    total: { use: './stages/sum', inputs: { numbers: { $each: 'one' } } },
  },
};

/** The texts of the problems that a promise is rejected with. */
export async function problemsOf(work: Promise<unknown>): Promise<readonly string[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof BadInput)
      return error.problems.map(({ place, rule, remedy }) =>
        `${place.replace(/^.*\//, '')}  ${rule}  ${remedy ?? ''}`
          .replace(/ \S*\/([\w-]+\.json:)/g, ' $1')
          .trim(),
      );
    throw error;
  }
  return [];
}

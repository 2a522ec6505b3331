import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';

/** Versions of the stages' code: each a project of its own, since a process loads a module once. */
export interface Versions {
  readonly folder: string;
  readonly projects: readonly string[];
  /** Folders of source files; the first two hold the same. */
  readonly sources: readonly string[];
}

function declaration(name: string, parameters: object, inputs: object, more = ''): string {
  const schema = { type: 'object', additionalProperties: false, properties: parameters };
  return `export const declaration = { name: '${name}', version: 1, title: '', description: '',
    parameters: ${JSON.stringify(schema)}, inputs: ${JSON.stringify(inputs)},
    outputs: { out: { mediaType: 'text/plain', description: '' } }, ${more} };`;
}

const whole = (fallback: number) => ({ type: 'integer', minimum: 0, maximum: 9, default: fallback });
const ends = { type: 'string', default: '' };
const one = (more: object = {}) => ({ description: '', outputs: ['out'], ...more });

/** What a stage may be told to do in the place of its work, and what it reads of an input. */
const shared = `
  export const ending = ({ ends }) => {
    if (ends === 'failed') throw new Error('it was told to fail');
    return ends === 'diverged' ? { failure: 'it was told to diverge' } : undefined;
  };
  export const numberIn = async (input) => Number((await input.artifacts.out.bytes()).toString());`;

const files: Readonly<Record<string, string>> = {
  'stages/shared.js': shared,
  'stages/number/declaration.js': declaration('number', { value: whole(0), ends }, {}),
  'stages/number/run.js': `import { ending } from '../shared.js';
    export async function run({ parameters, write }) { const end = ending(parameters); await write('out', String(parameters.value % 3)); return end; }`,
  // Few different results, so that other inputs often give the same bytes.
  'stages/sum/declaration.js': declaration(
    'sum',
    { plus: whole(0), modulo: { type: 'integer', minimum: 1, maximum: 9, default: 2 }, ends },
    { numbers: one({ many: true, optional: true }) },
  ),
  'stages/sum/run.js': `import { ending, numberIn } from '../shared.js'; import { more } from './more.js';
    export async function run({ parameters, inputs, write }) { const end = ending(parameters);
      let sum = parameters.plus + more;
      for (const input of inputs.numbers ?? []) sum += await numberIn(input);
      await write('out', String(sum % parameters.modulo)); return end; }`,
  'stages/sum/more.js': 'export const more = 0;',
  'stages/either/declaration.js': declaration(
    'either',
    {},
    { first: one(), second: one({ optional: true }) },
  ),
  'stages/either/run.js': `import { numberIn } from '../shared.js';
    export async function run({ inputs, write }) { const [first] = inputs.first; const [second] = inputs.second ?? [];
      await write('out', String(second === undefined ? await numberIn(first) : (await numberIn(first)) * (await numberIn(second)))); }`,
  // Goes on from its chain's last state, and shows each step to whoever observes.
  'stages/walk/declaration.js': declaration('walk', { steps: whole(2) }, { start: one() }, `extent: 'steps'`),
  'stages/walk/run.js': `import { createHash } from 'node:crypto'; import { numberIn } from '../shared.js';
    export async function run({ parameters, inputs, chain, observers, write }) {
      let step = 0; let at = await numberIn(inputs.start[0]);
      for (const state of await chain.states()) { const bytes = state.step > parameters.steps ? undefined : await chain.bytes(state);
        if (bytes !== undefined) [step, at] = [state.step, Number(bytes.toString())]; }
      while (step < parameters.steps) { step++; at = (2 * at + 1) % 5; const bytes = Buffer.from(String(at));
        await chain.keep({ step, digest: createHash('sha256').update(bytes).digest('hex'), notes: [] }, bytes);
        for (const each of observers) if (each.wants(step)) await each.measure({ update: step }); }
      await write('out', String(at)); }`,
  'stages/watch/declaration.js': declaration(
    'watch',
    {},
    { walk: one({ observes: true }), beside: one({ optional: true }) },
  ),
  'stages/watch/run.js': `import { numberIn } from '../shared.js';
    export const observe = async ({ memo, code }) => ({ wants: () => true, measure: ({ update }) => memo.remember(code, update) });
    export async function run({ inputs, memo, code, write }) { await memo.recall(code);
      await write('out', String(1 + (await numberIn(inputs.walk[0])))); }`,
  'stages/read/declaration.js': declaration(
    'read',
    { folder: { type: 'string', default: '' } },
    {},
    `files: { parameter: 'folder', list: async () => ['a.txt'] }`,
  ),
  'stages/read/run.js': `import { readFile } from 'node:fs/promises';
    export const run = async ({ files, write }) => write('out', await readFile(files.get('a.txt')));`,
  'stages/page/declaration.js': declaration(
    'page',
    {},
    { tables: one({ many: true, optional: true }) },
    'readsPipeline: true',
  ),
  'stages/page/run.js': `export const run = async ({ inputs, write }) => write('out', String((inputs.tables ?? []).length));`,
};

/** The first is changed in one file: so that it does the same, so that it does something else, and where all begin. */
const edits: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'stages/sum/more.js': 'export const more = 0 + 0;' },
  { 'stages/sum/more.js': 'export const more = 1;' },
  { 'stages/shared.js': `${shared}\n  export const unused = 0;` },
];

export async function makeVersions(t: Pick<ExecutionContext, 'teardown'>): Promise<Versions> {
  const folder = await mkdtemp(join(tmpdir(), 'samebits-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  for (const [version, edit] of edits.entries()) {
    await write(`${version}/package.json`, JSON.stringify({ name: 'a-users-project', type: 'module' }));
    for (const [file, text] of Object.entries({ ...files, ...edit })) await write(`${version}/${file}`, text);
  }
  const contents = ['0', '0', '1'];
  for (const [index, text] of contents.entries()) await write(`source-${index}/a.txt`, text);
  return {
    folder,
    projects: edits.map((_, version) => join(folder, String(version))),
    sources: contents.map((_, index) => join(folder, `source-${index}`)),
  };
}

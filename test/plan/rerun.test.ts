import { chmod, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { otherUser } from '../other-user.js';
import { samebits, type Way } from '../command.js';
import {
  compiledProject,
  lockText,
  pipeline,
  pipelineFile,
  sources,
  type CompiledProject,
  type Source,
} from './compiled-project.js';
import { untilTheLast } from '../until-the-last.js';
import { fresh } from './fresh-process.js';

/** One change. */
type Change = (project: CompiledProject) => Promise<unknown>;

const cached = { l: 'cached', r: 'cached', total: 'cached' };
const leftReruns = { ...cached, l: 'to run: code', total: 'waiting' };
const rightReruns = { ...cached, r: 'to run: code', total: 'waiting' };

function edit(source: Source, from: string, to: string): Change {
  const before = sources[source];
  return async (project) => {
    if (before.replace(from, to) === before) throw new Error(`${source} has no ${from}`);
    await project.compile(source, before.replace(from, to));
  };
}

function write(file: string, content: string | object): Change {
  return (project) => project.write(file, content);
}

const shared = untilTheLast();
let original: CompiledProject;

test.before(async () => {
  original = await compiledProject(shared);
});

/** Each change alone, made to a project in which everything is cached: what the next plan says of each task. */
async function plans(
  t: ExecutionContext,
  changes: Readonly<Record<string, Change>>,
): Promise<Readonly<Record<string, unknown>>> {
  const said: Record<string, unknown> = {};
  for (const [name, change] of Object.entries(changes)) {
    const copy = await copyOf(t);
    await change(copy);
    said[name] = await fresh(copy.folder, pipelineFile);
  }
  return said;
}

async function copyOf(t: ExecutionContext, name = 'copy'): Promise<CompiledProject> {
  const aside = await mkdtemp(join(tmpdir(), 'samebits-copy-'));
  t.teardown(() => rm(aside, { recursive: true, force: true }));
  return original.copy(join(aside, name));
}

function all<Name extends string>(changes: Readonly<Record<Name, Change>>, plan: object): object {
  return Object.fromEntries(Object.keys(changes).map((name) => [name, plan]));
}

test('whatever the code of a stage reaches reruns that stage, and no other', async (t) => {
  const left = {
    'its own module': edit('left/run.ts', 'await one()', 'await one() + 0'),
    'a module two imports below': edit('shared/two.ts', 'two = branch', 'two = 0 + branch'),
    'a module that is imported when it is needed': edit('shared/late.ts', '= 1', '= 2'),
    'a module that another one exports again': edit('shared/again.ts', '= 1', '= 2'),
    'the module that exports it': edit('shared/index.ts', './again.js', './again.js?2'),
    'JSON that a module names': write('stages/shared/data.json', '{"two":3}'),
    'WebAssembly that a module names': write('stages/shared/code.wasm', '\0asm\u0001\0\0\0\0'),
    'the integrity of a package': write('package-lock.json', lockText({ branch: 'sha512-x' })),
    'the integrity of what a package depends on': write('package-lock.json', lockText({ leaf: 'sha512-x' })),
  };
  t.deepEqual(await plans(t, left), all(left, leftReruns));
  const right = {
    'a value of a module of which a type is imported too': edit('shared/other.ts', '= 1', '= 2'),
  };
  t.deepEqual(await plans(t, right), all(right, rightReruns));
});

test('what no stage reaches, and what does not survive compiling, reruns nothing', async (t) => {
  const changes = {
    'a file that nothing imports': write('stages/left/notes.js', 'export const x = 1;'),
    'a README': write('stages/left/README.md', 'Not code.'),
    "the project's version": write('package.json', {
      name: 'a-users-project',
      type: 'module',
      version: '2.0.0',
    }),
    'a package that no stage reaches': write('package-lock.json', lockText({ aside: 'sha512-x' })),
    'a comment': edit('shared/two.ts', 'A comment', 'Another comment'),
    formatting: edit('shared/two.ts', 'export const two = branch +', '\n\n  export  const two =  branch  +'),
    'line ends': async (project: CompiledProject) =>
      project.compile('shared/two.ts', sources['shared/two.ts'].replaceAll('\n', '\r\n')),
    'a type': edit('shared/other.ts', "Shape['value']", 'number'),
    'a module of which only types are imported': edit('shared/shapes.ts', 'unused = 1', 'unused = 2'),
    'times of files': async ({ folder }: CompiledProject) =>
      utimes(join(folder, 'stages/shared/two.js'), 1, 1),
  };
  t.deepEqual(await plans(t, changes), all(changes, cached));
});

test('how a pipeline is written changes nothing: order of names, names of stages, line ends, its description', async (t) => {
  const { l, r, total } = pipeline.stages;
  const changes = {
    'order of names': write(pipelineFile, {
      stages: { total: { with: { modulo: 100, plus: 1 }, inputs: total.inputs, use: total.use }, r, l },
      name: 'p',
    }),
    'line ends': write(pipelineFile, JSON.stringify(pipeline, null, 2).replaceAll('\n', '\r\n')),
    description: write(pipelineFile, { ...pipeline, description: 'Another one.' }),
    'a parameter that is the default': write(pipelineFile, { ...pipeline, seed: 1 }),
  };
  t.deepEqual(await plans(t, changes), all(changes, cached));
  const renamed = {
    'names of stages': write(pipelineFile, {
      ...pipeline,
      stages: { links: l, rechts: r, summe: { ...total, inputs: { numbers: ['links', 'rechts'] } } },
    }),
  };
  t.deepEqual(await plans(t, renamed), {
    'names of stages': { links: 'cached', rechts: 'cached', summe: 'cached' },
  });
});

test('in another folder, time zone and language, with other variables or another mask, everything is cached', async (t) => {
  const elsewhere = await copyOf(t, 'Möbel & 100 % „neu“ #1');
  t.deepEqual(await fresh(elsewhere.folder, pipelineFile), cached, 'in another folder');
  t.deepEqual(await fresh(tmpdir(), join(elsewhere.folder, pipelineFile)), cached, 'from another one');
  const ways: readonly Way[] = [
    { env: { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } },
    { env: { HOME: '/nowhere', USER: 'someone', NODE_ENV: 'production', SAMEBITS_KERNELS: 'wasm' } },
    { umask: '077' },
  ];
  for (const way of ways)
    t.deepEqual(await fresh(original.folder, pipelineFile, way), cached, JSON.stringify(way));
});

const other = otherUser();
(other === undefined ? test.skip : test)('for another user everything is cached', async (t) => {
  const project = await copyOf(t);
  for (const folder of [dirname(project.folder), project.folder]) await chmod(folder, 0o755);
  t.deepEqual(await fresh(project.folder, pipelineFile, { user: other?.uid ?? 0 }), cached);
});

test('a rerun that gives equal bytes stops there: what reads them is not made again', async (t) => {
  const project = await copyOf(t);
  await edit('shared/two.ts', 'two = branch', 'two = 0 + branch')(project);
  const { out } = await samebits(project.folder, 'run', pipelineFile, '--json');
  const events = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; task?: string });
  const those = (wanted: string) =>
    events
      .filter(({ event }) => event === wanted)
      .map(({ task }) => task)
      .sort();
  t.deepEqual(those('made'), ['l']);
  t.deepEqual(those('cached'), ['r', 'total']);
});

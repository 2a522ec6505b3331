import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { statesOf, type TaskState } from '../../src/plan/state.js';
import { filesOf, makeCountingProject, pipelineFile } from '../store/counting-project.js';
import { fresh } from './fresh-process.js';
import { makeProject, sums, type Project } from '../project.js';

/** What a plan says of each task: `total to run`. */
async function statesIn(project: Project, ...settings: string[]): Promise<readonly string[]> {
  const states = await statesOf(await project.plan('pipelines/sums.json', ...settings), project.store);
  return [...states].map(([id, { state }]) => `${id} ${state}`);
}

async function stateOf(project: Project, id: string, ...settings: string[]): Promise<TaskState | undefined> {
  return (await statesOf(await project.plan('pipelines/sums.json', ...settings), project.store)).get(id);
}

async function worked(project: Project, ...settings: string[]): Promise<readonly string[]> {
  const events = await project.run('pipelines/sums.json', ...settings);
  return events.filter(({ event }) => event === 'made').map(({ task }) => task);
}

async function ranOnce(t: ExecutionContext): Promise<Project> {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  t.deepEqual([...(await worked(project))].sort(), ['one[2]', 'one[3]', 'total']);
  return project;
}

test('before anything is made, tasks are to run, or waiting on those', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  t.deepEqual(await statesIn(project), ['one[2] to run', 'one[3] to run', 'total waiting']);
});

test('after a run everything is cached, and a second run does no work', async (t) => {
  const project = await ranOnce(t);
  t.deepEqual(await statesIn(project), ['one[2] cached', 'one[3] cached', 'total cached']);
  t.deepEqual(await worked(project), []);
});

test('a changed parameter reruns exactly the tasks that depend on it, and the plan says which field', async (t) => {
  const project = await ranOnce(t);
  const state = await stateOf(project, 'total', 'total.with.plus=1');
  t.like(state, {
    state: 'to run',
    why: { reason: 'changed', differences: [{ field: 'parameters.plus', before: 0, after: 1 }] },
  });
  t.deepEqual(await worked(project, 'total.with.plus=1'), ['total']);
  t.deepEqual(await worked(project), [], 'what was made before is still there');
});

test('one changed matrix value reruns its cell and what reads it', async (t) => {
  const project = await ranOnce(t);
  t.deepEqual(await statesIn(project, 'matrix.value=[2,4]'), [
    'one[2] cached',
    'one[4] to run',
    'total waiting',
  ]);
  t.deepEqual(await worked(project, 'matrix.value=[2,4]'), ['one[4]', 'total']);
});

test('a rerun that gives equal bytes stops there', async (t) => {
  const project = await ranOnce(t);
  t.deepEqual([...(await worked(project, 'one.with.kind=fancy'))].sort(), ['one[2]', 'one[3]']);
});

test('renaming stages changes no key', async (t) => {
  const project = await ranOnce(t);
  const { one, total } = sums.stages;
  await project.write('pipelines/sums.json', {
    ...sums,
    stages: { uno: one, summa: { ...total, inputs: { numbers: { $each: 'uno' } } } },
  });
  t.deepEqual(await statesIn(project), ['uno[2] cached', 'uno[3] cached', 'summa cached']);
});

test('a change in a module that a stage imports reruns it, and the plan names the code', async (t) => {
  const project = await ranOnce(t);
  const module = join(project.folder, 'stages/number/value.js');
  const before = await stateOf(project, 'one[2]');
  await writeFile(module, (await readFile(module, 'utf8')).replace('=> value', '=> value + 0'));
  // A process reads each module once; the next command sees the change.

  t.is(before?.state, 'cached');
  t.deepEqual(await fresh(project.folder, 'pipelines/sums.json'), {
    'one[2]': 'to run: code',
    'one[3]': 'to run: code',
    total: 'waiting',
  });
});

test('an unrelated file, and the time of a file, change nothing', async (t) => {
  const project = await ranOnce(t);
  await project.write('stages/number/README.md', 'Not code.');
  await project.write('stages/number/unused.js', 'export const unused = 1;');
  const module = join(project.folder, 'stages/number/value.js');
  await writeFile(module, await readFile(module, 'utf8'));

  t.deepEqual(await fresh(project.folder, 'pipelines/sums.json'), {
    'one[2]': 'cached',
    'one[3]': 'cached',
    total: 'cached',
  });
});

test('a damaged object is set aside, and only what made it runs again', async (t) => {
  const project = await ranOnce(t);
  const state = await stateOf(project, 'one[3]');
  const artifact = state?.state === 'cached' ? state.record.outputs.table : undefined;
  if (artifact === undefined) return void t.fail('one[3] must be cached');
  await writeFile(project.store.objects.file(artifact.digest), 'value\n4\n');
  t.deepEqual(await worked(project), ['one[3]']);
  t.is(await readFile(join(project.store.root, 'quarantine', artifact.digest), 'utf8'), 'value\n4\n');
  t.is((await project.store.objects.read(artifact.digest)).toString(), 'value\n3\n');
});

test('one stage with two artifacts and two stages with one each are different keys', async (t) => {
  const project = await makeProject(t);
  const declaration = `export const declaration = { name: 'count', version: 1, title: '', description: '', parameters: { type: 'object', properties: {} },
    inputs: { all: { description: '', outputs: ['*'], many: true } }, outputs: { count: { mediaType: 'text/plain', description: '' } } };`;
  await project.write('stages/count/declaration.js', declaration);
  await project.write(
    'stages/count/run.js',
    `export const run = ({ inputs, write }) => write('count', String(inputs.all.length));`,
  );
  const counted = async (all: unknown) => {
    await project.write('pipelines/p.json', {
      name: 'p',
      stages: { one: { use: './stages/number' }, count: { use: './stages/count', inputs: { all } } },
    });
    const events = await project.run('pipelines/p.json');
    const last = events.find((event) => event.event === 'made' && event.task === 'count');
    const artifact = last?.event === 'made' ? last.record.outputs.count : undefined;
    return artifact === undefined
      ? 'not made'
      : (await project.store.objects.read(artifact.digest)).toString();
  };
  t.is(await counted('one'), '1');
  t.is(await counted(['one.table', 'one.note']), '2');
});

test('what can be continued is said to go on from the newest state whose bytes are there', async (t) => {
  const project = await makeCountingProject(t);
  await project.run(pipelineFile);
  const plan = await project.plan(pipelineFile, 'count.with.steps=9');
  const resumesAt = async () => {
    const state = (await statesOf(plan, project.store)).get('count');
    return state?.state === 'to run' ? state.resumesAt : undefined;
  };
  t.is(await resumesAt(), 3);
  const newest = (await filesOf(project.store)).find((file) => file.endsWith('3.state')) ?? '';
  // As after a chain was thinned: the state is described, and its bytes are gone.
  await rm(join(project.store.root, newest));
  t.is(await resumesAt(), 2);
});

test('a plan changes nothing, also where it finds damage', async (t) => {
  const project = await ranOnce(t);
  const state = await stateOf(project, 'total');
  const artifact = state?.state === 'cached' ? state.record.outputs.table : undefined;
  if (artifact === undefined) return void t.fail('total must be cached');
  await writeFile(project.store.objects.file(artifact.digest), 'value\n6\n');
  t.deepEqual(await statesIn(project), ['one[2] cached', 'one[3] cached', 'total to run']);
  t.is(await readFile(project.store.objects.file(artifact.digest), 'utf8'), 'value\n6\n');
});

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { samebits } from '../command.js';
import { makeProject, sums, type Project } from '../project.js';

const chain = {
  name: 'chain',
  stages: {
    one: { use: './stages/number', with: { value: 2 } },
    twice: { use: './stages/sum', inputs: { numbers: ['one'] } },
    total: { use: './stages/sum', inputs: { numbers: ['twice'] } },
  },
};

async function ranOnce(t: ExecutionContext): Promise<Project> {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  await project.write('pipelines/chain.json', chain);
  await project.run('pipelines/sums.json');
  await project.run('pipelines/chain.json');
  return project;
}

async function why(project: Project, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await samebits(project.folder, 'why', ...args);
  return code === 0 ? out : `${code}: ${err}`;
}

/** A line of the answer, its columns one space apart. */
function line(text: string, begin: string): string | undefined {
  return text
    .split('\n')
    .map((each) => each.trim().replace(/ +/g, ' '))
    .find((each) => each.startsWith(begin));
}

test('of a task that is to run, the changed fields are told with both values, beside the date and record they are compared with', async (t) => {
  const said = await why(await ranOnce(t), 'sums/total', '--set', 'total.with.plus=1');
  t.regex(
    said,
    /^sums\/total {2}to run: no record has this key\. Nearest: \d{4}-\d\d-\d\d \d\d:\d\d \(record [0-9a-f]{8}…\)\.\n/,
  );
  t.is(line(said, 'with.plus'), 'with.plus 0 → 1');
  t.is(line(said, 'with the'), 'with the others same (3 parameters)');
  t.is(line(said, 'code'), 'code same (2 modules)');
  t.is(line(said, 'inputs'), 'inputs same (2 artifacts)');
});

test('of changed code the modules are named that changed, came and went', async (t) => {
  const project = await ranOnce(t);
  await project.write(
    'stages/number/run.js',
    (await readFile(join(project.folder, 'stages/number/run.js'), 'utf8')).replace(
      './value.js',
      './values.js',
    ),
  );
  await project.write('stages/number/values.js', 'export const numberOf = ({ value }) => value;');
  const said = await why(project, 'sums/one[2]');
  t.is(line(said, 'code'), 'code changed (3 modules now)');
  t.is(line(said, 'module changed'), 'module changed stages/number/run.js');
  t.is(line(said, 'module added'), 'module added stages/number/values.js');
  t.is(line(said, 'module removed'), 'module removed stages/number/value.js');
});

test('of changed inputs it is told which artifact, who made it, and why that changed, back to where it began', async (t) => {
  const project = await ranOnce(t);
  const settings = ['--set', 'one.with.value=5', '--set', 'total.with.fail=no'];
  t.is((await samebits(project.folder, 'run', 'pipelines/chain.json', ...settings)).code, 1);
  const said = await why(project, 'chain/total', '--set', 'one.with.value=5');
  t.regex(
    line(said, 'inputs.numbers.table') ?? '',
    /^inputs\.numbers\.table [0-9a-f]{8}… → [0-9a-f]{8}…, made by twice$/,
  );
  t.is(line(said, 'because'), 'because of one: with.value 2 → 5');
});

test('a task without a last run is compared with the most similar record of its stage', async (t) => {
  const project = await ranOnce(t);
  await project.write('pipelines/other.json', {
    name: 'other',
    stages: { three: { use: './stages/number', with: { value: 3, kind: 'fancy' } } },
  });
  const said = await why(project, 'other/three');
  t.regex(said, /Nearest: .*, of one\[3\]\./);
  t.is(line(said, 'with.kind'), 'with.kind "plain" → "fancy"');
  t.is(line(said, 'with.value'), undefined);
});

test('where there is nothing to compare with, that is said', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  t.regex(
    await why(project, 'sums/one[2]'),
    /to run: no record has this key, and there is none of this stage/,
  );
});

test('of a cached task it is told which record, when and where it was made, and how long it took', async (t) => {
  const said = await why(await ranOnce(t), 'sums/total');
  t.regex(said, /^sums\/total {2}cached: record [0-9a-f]{8}… has its key/);
  t.regex(line(said, 'made') ?? '', /^made \d{4}-.*, as total, in [\d.]+ s$/);
  t.true(line(said, 'on')?.includes(`node ${process.version}`));
  t.regex(line(said, 'table') ?? '', /^table [0-9a-f]{8}… 8 B$/);
});

test('of a waiting task it is told on what, and why that is to run', async (t) => {
  const said = await why(
    await ranOnce(t),
    'chain/total',
    '--set',
    'one.with.value=5',
    '--set',
    'total.with.plus=2',
  );
  t.regex(said, /^chain\/total {2}waiting: /);
  t.is(line(said, 'on'), 'on twice waiting on one, to run: value 2 → 5');
  t.is(line(said, 'with.plus'), 'with.plus 0 → 2');
});

test('a damaged artifact, and a listing that is gone, are told', async (t) => {
  const project = await ranOnce(t);
  const record = (await project.store.records.all()).find(({ task }) => task === 'total');
  const digest = record?.outputs.table?.digest;
  if (record === undefined || digest === undefined) return void t.fail('total must be made');
  await rm(project.store.objects.file(record.listing));
  await project.write('stages/sum/more.js', '');
  await writeFile(
    join(project.folder, 'stages/sum/run.js'),
    `import './more.js';\n${await readFile(join(project.folder, 'stages/sum/run.js'), 'utf8')}`,
  );
  t.regex(
    line(await why(project, 'sums/total'), 'code') ?? '',
    /^code changed; the old listing: objects\/[0-9a-f]{12}… is missing$/,
  );
  const two = (await project.store.records.all()).find(({ task }) => task === 'one[2]')?.outputs.note?.digest;
  if (two === undefined) return void t.fail('one[2] must be made');
  await writeFile(project.store.objects.file(two), 'damaged');
  const said = await why(project, 'sums/one[2]');
  t.regex(said, /to run: what was made is damaged or gone/);
  t.regex(
    line(said, 'damaged') ?? '',
    /^damaged objects\/[0-9a-f]{12}… does not match its name \(7 bytes, and 5 were recorded\)$/,
  );
});

test('a pipeline is named by its file or by its name, a stage stands for all its cells', async (t) => {
  const project = await ranOnce(t);
  const byName = await why(project, 'sums/total');
  t.is(await why(project, 'sums', 'total'), byName);
  t.is(await why(project, 'pipelines/sums.json', 'total'), byName);
  t.deepEqual((await why(project, 'sums', 'one')).match(/^sums\/\S+/gm), ['sums/one[2]', 'sums/one[3]']);
});

test('an unknown task is told with the nearest spelling, and is bad input', async (t) => {
  const project = await ranOnce(t);
  t.regex(await why(project, 'sums/totla'), /^2: .*names no task of the pipeline\. {2}Did you mean total\?/);
  t.regex(await why(project, 'sums'), /^2: sums {2}this names no task/);
});

test('for programs there is a line of JSON for each task, and a last one', async (t) => {
  const project = await ranOnce(t);
  const lines = (await why(project, 'sums', 'total', '--set', 'total.with.plus=1', '--json'))
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as object);
  t.is(lines.length, 2);
  t.like(lines[0], {
    event: 'why',
    task: 'total',
    state: 'to run',
    nearest: {
      found: 'last run',
      record: { task: 'total' },
      fields: [{ field: 'parameters.plus', before: 0, after: 1 }],
      code: { change: 'same' },
      inputs: [],
    },
  });
  t.deepEqual(lines[1], { event: 'finished', exitCode: 0 });
});

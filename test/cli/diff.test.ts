import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { samebits } from '../command.js';
import { makeProject, sums, type Project } from '../project.js';

const claimed = {
  ...sums,
  claims: [
    {
      id: 'sum',
      statement: 'The sum is five.',
      of: 'total.table',
      column: 'value',
      reference: 5,
      within: { absolute: 0.5 },
    },
  ],
};

async function ranOnce(t: ExecutionContext): Promise<Project> {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', claimed);
  const { code } = await samebits(project.folder, 'run', 'pipelines/sums.json', '--update-lock');
  t.is(code, 0);
  return project;
}

interface Told {
  readonly code: number;
  /** Columns one space apart. */
  readonly lines: readonly string[];
}

async function diff(project: Project, ...args: readonly string[]): Promise<Told> {
  const { code, out, err } = await samebits(project.folder, 'diff', ...args);
  return { code, lines: (out + err).split('\n').map((line) => line.trim().replace(/ +/g, ' ')) };
}

test('a pipeline is the same as its lock file after a run, by its file and by its name', async (t) => {
  const project = await ranOnce(t);
  const { code, lines } = await diff(project, 'sums');
  t.is(code, 0);
  t.true(lines.includes('3 tasks equal, 0 differ; 1 claim equal, 0 differ'));
  t.is((await diff(project, 'pipelines/sums.json', 'pipelines/sums.lock.json')).code, 0);
});

test('with --set a pipeline is compared with itself: parameters, numbers with their distance, and claims', async (t) => {
  const project = await ranOnce(t);
  await samebits(project.folder, 'run', 'pipelines/sums.json', '--set', 'total.with.plus=3');
  const { code, lines } = await diff(project, 'sums', '--set', 'total.with.plus=3');
  t.is(code, 1);
  t.deepEqual(lines.slice(2), [
    '',
    'total',
    'with.plus 0 → 3',
    'table row 1, value 5 → 8 (over 1,000,000 ulp); 1 of 1 values differ, the most by over 1,000,000 ulp',
    '',
    'claims',
    'sum holds (5, expected 5 ± 0.5) → does not hold (8, expected 5 ± 0.5)',
    '',
    '2 tasks equal, 1 differs; 0 claims equal, 1 differs',
    '',
  ]);
});

test('what is not made yet is said, beside what was asked otherwise', async (t) => {
  const { code, lines } = await diff(await ranOnce(t), 'sums', '--set', 'total.with.plus=4');
  t.is(code, 1);
  t.true(lines.includes('with.plus 0 → 4'));
  t.true(lines.includes('made not in the second: run it first'));
});

test('two lock files are compared by what the store has of them, an older one under any name', async (t) => {
  const project = await ranOnce(t);
  const [lock, old] = ['pipelines/sums.lock.json', 'old.json'];
  await cp(join(project.folder, lock), join(project.folder, old));
  await project.write('pipelines/sums.json', { ...claimed, matrix: { value: [2, 4] }, claims: [] });
  await samebits(project.folder, 'run', 'pipelines/sums.json', '--update-lock');
  const { code, lines } = await diff(project, old, lock);
  t.is(code, 1);
  t.true(lines.includes('one[3]'));
  t.true(lines.includes('only in the first'));
  t.true(lines.some((line) => line.startsWith('table row 1, value 5 → 6 (')));
  t.regex(lines.at(-2) ?? '', /^1 task equal, 3 differ; claims not compared/);
});

test('where bytes are gone, digests are compared and that is said', async (t) => {
  const project = await ranOnce(t);
  const lock = join(project.folder, 'pipelines/sums.lock.json');
  const text = await readFile(lock, 'utf8');
  await writeFile(
    join(project.folder, 'other.lock.json'),
    text.replace(/("table": ")[0-9a-f]{64}/, `$1${'0'.repeat(64)}`),
  );
  const { code, lines } = await diff(project, 'other.lock.json', lock);
  t.is(code, 1);
  t.true(
    lines.some((line) =>
      /^table 000000000000… → [0-9a-f]{12}…; the bytes of one are not here to compare$/.test(line),
    ),
  );
  await rm(join(project.folder, 'artifacts/objects'), { recursive: true });
  const alone = await diff(project, 'sums');
  t.is(alone.code, 0, 'records alone say that the digests are the same');
  t.true(
    alone.lines.includes(
      '3 tasks equal, 0 differ; claims not compared: for that a side must be a pipeline, and its tables be here',
    ),
  );
});

test('a change of code that changes no number is told once, with its modules, and is no difference', async (t) => {
  const project = await ranOnce(t);
  const run = join(project.folder, 'stages/number/run.js');
  await writeFile(run, `${await readFile(run, 'utf8')}\n`);
  await samebits(project.folder, 'run', 'pipelines/sums.json');
  const { code, lines } = await diff(project, 'sums');
  t.is(code, 0);
  t.deepEqual(lines.slice(3, 6), ['one[2], one[3]', 'code another', 'module changed stages/number/run.js']);
});

test('what cannot be compared is bad input', async (t) => {
  const project = await ranOnce(t);
  t.is((await diff(project, 'nothing')).code, 2);
  t.is((await diff(project, 'sums', 'pipelines/sums.lock.json', '--set', 'seed=2')).code, 2);
});

test('for programs every difference is a line of JSON, and the last says what it came to', async (t) => {
  const project = await ranOnce(t);
  await samebits(project.folder, 'run', 'pipelines/sums.json', '--set', 'total.with.plus=3');
  const { code, lines } = await diff(project, 'sums', '--set', 'total.with.plus=3', '--json');
  const events = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as object);
  t.is(code, 1);
  t.like(events[0], {
    event: 'task',
    task: 'total',
    fields: [{ field: 'parameters.plus', before: 0, after: 3 }],
    outputs: [
      {
        output: 'table',
        difference: {
          differing: 1,
          compared: 1,
          first: [{ at: { row: 1, column: 'value' }, before: '5', after: '8' }],
        },
      },
    ],
  });
  t.like(events[1], { event: 'claim', claim: 'sum', before: { verdict: 'holds' }, after: { measured: 8 } });
  t.deepEqual(events[2], {
    event: 'finished',
    exitCode: 1,
    equalTasks: 2,
    equalClaims: 0,
    claimsCompared: true,
  });
});

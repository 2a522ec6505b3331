import test, { type ExecutionContext } from 'ava';
import { samebits } from '../command.js';
import { makeProject, sums, type Project } from '../project.js';

async function ran(t: ExecutionContext, pipeline: object = sums): Promise<Project> {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', pipeline);
  await project.run('pipelines/p.json');
  return project;
}

test('list says which pipelines were run here, and of one which tasks', async (t) => {
  const project = await ran(t);
  const all = await samebits(project.folder, 'list');
  t.regex(all.out, /^ {2}sums {2}3 tasks {2}last \d{4}-\d\d-\d\d \d\d:\d\d {2}.* of work {2}\d+ B\n$/);
  const one = await samebits(project.folder, 'list', 'pipelines/p.json');
  t.deepEqual(
    one.out
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[0])
      .sort(),
    ['one[2]', 'one[3]', 'total'],
  );
});

test('list --json ends with finished', async (t) => {
  const project = await ran(t);
  const { out } = await samebits(project.folder, 'list', '--json');
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string });
  t.deepEqual(
    lines.map(({ event }) => event),
    ['task', 'task', 'task', 'finished'],
  );
});

test('where nothing was run, list says how to begin', async (t) => {
  const project = await makeProject(t);
  const { code, out } = await samebits(project.folder, 'list');
  t.is(code, 0);
  t.regex(out, /^Nothing was run here yet\./);
});

test('show says what a task was asked, read and made', async (t) => {
  const project = await ran(t);
  const { out } = await samebits(project.folder, 'show', 'sums/one[2]');
  t.regex(out, /^one\[2\] {2}stage \.\/stages\/number, code [0-9a-f]{12}, key [0-9a-f]{64}\n/);
  t.regex(out, /parameters\n {2}kind {3}plain\n {2}seed {3}1\n {2}value {2}2\n/);
  t.regex(out, /inputs {2}none\noutputs\n {2}note .*text\/plain\n {2}table .*text\/csv\n$/);
});

test('show prints a table, and its bytes with --raw', async (t) => {
  const project = await ran(t);
  const { out } = await samebits(project.folder, 'show', 'pipelines/p.json/total.table');
  t.regex(out, /^A sum {2}text\/csv, 8 B, [0-9a-f]{64}\n {2}value\n {2}5\n$/);
  t.is((await samebits(project.folder, 'show', 'sums/total.table', '--raw')).out, 'value\n5\n');
});

test('what a matrix or a stage says cannot control the terminal', async (t) => {
  const project = await makeProject(t);
  await project.write(
    'stages/note/declaration.js',
    `export const declaration = { name: 'note', version: 1, title: 'Note', description: 'Notes.', inputs: {},
      parameters: { type: 'object', properties: { text: { type: 'string', default: '' } } },
      outputs: { note: { mediaType: 'text/plain', description: 'The note.' } } };`,
  );
  await project.write(
    'stages/note/run.js',
    `export const run = ({ parameters, write }) => write('note', parameters.text, { title: parameters.text });`,
  );
  await project.write('pipelines/p.json', {
    name: 'notes',
    matrix: { word: ['\u001b[2J\r\u202e'] },
    stages: { one: { use: './stages/note', with: { text: { $matrix: 'word' } } } },
  });
  const [made] = await project.run('pipelines/p.json');
  const { out } = await samebits(project.folder, 'list', 'notes');
  const task = made?.task ?? '';
  const said = [
    await samebits(project.folder, 'show', `notes/${task}.note`),
    await samebits(project.folder, 'show', `notes/${task}`),
  ];
  for (const { code, out, err } of said) {
    t.is(code, 0);
    t.notRegex(out + err, /[\u001b\r\u202e]/);
  }
  t.notRegex(out, /[\u001b\r\u202e]/);
});

test('a name that the run does not have is bad input, with the nearest that it has', async (t) => {
  const project = await ran(t);
  const { code, err } = await samebits(project.folder, 'show', 'sums/totla');
  t.is(code, 2);
  t.regex(err, /the last run of sums has no task or artifact "totla"\. {2}Did you mean total\?/);
  t.is((await samebits(project.folder, 'show', 'sums')).code, 2);
  t.is((await samebits(project.folder, 'show', 'sums/total', '--raw')).code, 2);
});

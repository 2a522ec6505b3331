import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { report } from '../../src/cli/doctor.js';
import { samebits } from '../command.js';
import { makeProject } from '../project.js';

test('where everything needed works the exit code is 0, whatever optional things are missing', async (t) => {
  const { folder } = await makeProject(t);
  const { code, out } = await samebits(folder, 'doctor');
  t.is(code, 0, out);
  for (const subject of ['node', 'kernels', 'wasm', 'compiler', 'threads', 'tensorflow', 'store'])
    t.regex(out, new RegExp(`^ {2}[●○] {2,4}${subject} `, 'm'));
  t.regex(out, /nothing in it yet/);
  t.regex(out, /Everything needed works\.\n$/);
});

test('a store that cannot be written ends with exit code 1 and a remedy', async (t) => {
  const project = await makeProject(t);
  await project.write('artifacts', 'a file where the folder should be');
  const { code, out } = await samebits(project.folder, 'doctor');
  t.is(code, 1);
  t.regex(out, /✕ {2}store .* cannot be written: it is a file, not a folder\s+→ Let this user write there/);
  t.regex(out, /1 of these should work and does not\.\n$/);
});

test('a project that is not there is bad input', async (t) => {
  const { folder } = await makeProject(t);
  const { code, err } = await samebits(folder, 'doctor', 'elsewhere');
  t.is(code, 2);
  t.regex(err, /^elsewhere {2}there is no such folder\. {2}Name the project's folder/);
});

test('with --json every line is a finding and the last is finished', async (t) => {
  const project = await makeProject(t);
  await mkdir(join(project.folder, 'other', 'artifacts'), { recursive: true });
  const { out } = await samebits(project.folder, 'doctor', 'other', '--json');
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; subject?: string; says?: string });
  t.deepEqual([...new Set(lines.slice(0, -1).map(({ event }) => event))], ['finding']);
  t.deepEqual(lines.at(-1), { event: 'finished', exitCode: 0 } as never);
  const store = lines.find(({ subject }) => subject === 'store');
  t.true(store?.says?.startsWith(join(project.folder, 'other', 'artifacts')));
});

test('a remedy stands on a line of its own under what is wrong, and no text breaks the lines', (t) => {
  const text = report([
    { subject: 'one', state: 'works', says: 'fine' },
    { subject: 'one', part: 'half', state: 'broken', says: 'two\n  lines', remedy: 'Mend it.' },
  ]);
  t.deepEqual(text.split('\n').slice(1), [
    '  ●  one     fine',
    '  ✕    half  two lines',
    '             → Mend it.',
    '1 of these should work and does not.',
  ]);
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { samebits } from '../command.js';
import { makeProject, sums } from '../project.js';

test('a stage is one node with how many of its cells are made; with --cells each cell is', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  await project.run('pipelines/sums.json');
  const graph = async (...args: readonly string[]) =>
    (await samebits(project.folder, 'graph', 'sums', ...args)).out;
  t.regex(
    await graph(),
    /^flowchart LR\n {2}n0\(\["one ×2<br\/>cached"\]\)\n {2}n1\(\["total<br\/>cached"\]\)\n {2}n0 --> n1\n$/,
  );
  const changed = await graph('--set', 'matrix.value=[2,4]');
  t.true(changed.includes('n0{{"one ×2<br/>1 cached, 1 to run"}}'), changed);
  t.true(changed.includes('n1["total<br/>waiting"]'));
  const cells = await graph('--cells');
  t.true(cells.includes('"one#91;2#93;<br/>cached"'));
  t.is(cells.match(/-->/g)?.length, 2);
});

test('--svg writes a drawing, --json says nodes and edges', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  const { code, out } = await samebits(
    project.folder,
    'graph',
    'pipelines/sums.json',
    '--svg',
    'sums.svg',
    '--json',
  );
  t.is(code, 0);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  t.deepEqual(lines, [
    { event: 'node', index: 0, label: 'one ×2', words: 'to run', shape: 'to run' },
    { event: 'node', index: 1, label: 'total', words: 'waiting', shape: 'waiting' },
    { event: 'edge', from: 0, to: 1 },
    { event: 'finished', exitCode: 0, pipeline: 'sums', svg: 'sums.svg' },
  ]);
  t.regex(await readFile(join(project.folder, 'sums.svg'), 'utf8'), /^<svg /);
});

test('a drawing that cannot be written is bad input', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  for (const file of ['nowhere/sums.svg', 'pipelines', '']) {
    const { code, err } = await samebits(project.folder, 'graph', 'pipelines/p.json', '--svg', file);
    t.is(code, 2);
    t.regex(err, /this file cannot be written: .*Name a file in a folder that is there/);
  }
});

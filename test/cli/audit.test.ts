import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { samebits } from '../command.js';
import { makeProject, sums } from '../project.js';

const claim = {
  ...{ id: 'is-five', statement: 'The sum is five.', of: 'total.table', column: 'value' },
  ...{ reference: 5, within: { bits: true } },
};

const document = [
  'The sum is <!-- samebits: sums claim is-five -->5<!-- / -->, which',
  'is of <!-- samebits: sums cell one.table value, where value=3, 1 decimal -->3.0<!-- / --> and 2;',
  'with one more it is <!-- samebits: sums claim is-five, set total.with.plus=1 -->6<!-- / -->.',
  '',
].join('\n');

test('audit says what is not made and how to make it; then that all is as the artifacts say, or what differs', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', { ...sums, claims: [claim] });
  await project.write('docs/a.md', document);
  const before = await samebits(project.folder, 'audit', 'docs/a.md');
  t.is(before.code, 1);
  t.deepEqual(before.out.trimEnd().split('\n').slice(-3), [
    '3 marked texts: 3 not made here.',
    'not made here: samebits run pipelines/sums.json',
    'not made here: samebits run pipelines/sums.json --set total.with.plus=1',
  ]);

  await project.run('pipelines/sums.json');
  await project.run('pipelines/sums.json', 'total.with.plus=1');
  const good = await samebits(project.folder, 'audit', 'docs/a.md');
  t.is(good.code, 0, good.err);
  const [first = '', second = '', , last = ''] = good.out.trimEnd().split('\n');
  t.regex(
    first,
    /^docs\/a\.md:1:49 {2}sums {2}is-five +5 +artifact [0-9a-f]{8}… +claim holds +bytes verified$/,
  );
  t.regex(
    second,
    /^docs\/a\.md:2:77 {2}sums {2}one\.table value \(3\) +3\.0 +artifact [0-9a-f]{8}… +bytes verified$/,
  );
  t.is(last, '3 marked texts: all as their artifacts say. 3 with verified bytes.');

  await project.write('docs/a.md', document.replace('>6<', '>7<'));
  const set = await samebits(project.folder, 'audit', 'docs/a.md', '--set', 'total.with.plus=2');
  t.regex(set.out, /not made here: samebits run pipelines\/sums\.json --set total\.with\.plus=2$/m);

  const bad = await samebits(project.folder, 'audit', 'docs/a.md', '--json');
  t.is(bad.code, 1);
  const events = bad.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  t.like(events[2], {
    event: 'number',
    place: 'docs/a.md:3:81',
    result: 'different',
    text: '7',
    expected: '6',
  });
  t.deepEqual(events.at(-1), { event: 'finished', same: 2, different: 1, notMade: 0, fixed: 0 });

  t.is((await samebits(project.folder, 'audit', 'docs/a.md', '--fix')).code, 0);
  t.is(await readFile(join(project.folder, 'docs/a.md'), 'utf8'), document);
  t.regex((await samebits(project.folder, 'audit', 'docs/a.md', '--fix')).out, /all as their artifacts say/);
  t.is(await readFile(join(project.folder, 'docs/a.md'), 'utf8'), document);
});

test('--rerun makes what leads to the numbers from nothing, and touches no store', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', { ...sums, claims: [claim] });
  await project.write('a.html', '<p><!-- samebits: sums claim is-five -->5<!-- / --></p>');
  const { code, out, err } = await samebits(project.folder, 'audit', 'a.html', '--rerun');
  t.is(code, 0, err);
  t.regex(out, /claim holds +re-executed\n1 marked text: all as their artifacts say\. 1 re-executed\.\n$/);
  t.regex((await samebits(project.folder, 'audit', 'a.html')).out, /1 not made here/);
});

test('mistakes in markers, of all documents, are told together and end with exit code 2', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', { ...sums, claims: [claim] });
  await project.write('a.md', 'It is <!-- samebits: sumz claim is-five -->5<!-- / -->.');
  await project.write('b.md', 'It is <!-- samebits: sums claim is-fve -->5<!-- / -->.');
  const { code, err } = await samebits(project.folder, 'audit', 'a.md', 'b.md');
  t.is(code, 2);
  t.deepEqual(err.trimEnd().split('\n'), [
    'a.md:1:44  there is no pipeline "sumz" in a folder pipelines/ beside the document or above it.  Did you mean sums?',
    'b.md:1:43  sums has no claim "is-fve".  Did you mean is-five?',
    '2 errors.',
  ]);
});

/** A stage that reads the first file of a folder. */
const reading = {
  'stages/first/declaration.js': `
    import { readdir } from 'node:fs/promises';
    export const declaration = {
      name: 'first', version: 1, title: 'The first', description: 'Reads the first file of a folder.',
      parameters: { type: 'object', additionalProperties: false, properties: {
        folder: { type: 'string', default: 'data', title: 'Folder', description: 'The folder.' } } },
      inputs: {}, outputs: { table: { mediaType: 'text/csv', description: 'What it holds.' } },
      files: { parameter: 'folder', list: (folder) => readdir(folder) } };`,
  'stages/first/run.js': `
    import { readFile } from 'node:fs/promises';
    export async function run({ files, write }) {
      const [file] = files.values();
      await write('table', 'value\\n' + await readFile(file, 'utf8') + '\\n',
        { title: 'It', columns: [{ name: 'value', type: 'number', title: 'value' }] });
    }`,
} as const;

test('a document lets nothing be read that lies outside the project; who audits it may, with --allow-path or --set', async (t) => {
  const [project, elsewhere] = [await makeProject(t), await makeProject(t)];
  for (const [file, text] of Object.entries(reading)) await project.write(file, text);
  await project.write('data/one.txt', '1');
  await elsewhere.write('private/two.txt', '2');
  await symlink(join(elsewhere.folder, 'private'), join(project.folder, 'linked'));
  const outside = join(elsewhere.folder, 'private');
  await project.write('pipelines/read.json', { name: 'read', stages: { first: { use: './stages/first' } } });
  const marked = (more: string) =>
    `It is <!-- samebits: read cell first.table value${more} -->2<!-- / -->.\n`;
  const audited = (...more: readonly string[]) =>
    samebits(project.folder, 'audit', 'a.md', '--rerun', ...more);

  await project.write('a.md', marked(', set first.with.folder=linked'));
  const refused = await audited();
  t.is(refused.code, 2, refused.out);
  t.regex(refused.err, /^a\.md:1:\d+ set first\.with\.folder=linked {2}.*leads by a symbolic link to/m);
  const allowed = await audited('--allow-path', outside);
  t.is(allowed.code, 0, allowed.out + allowed.err);
  await project.write('a.md', marked(''));
  const set = await audited('--set', `first.with.folder=${outside}`);
  t.is(set.code, 0, set.out + set.err);
});

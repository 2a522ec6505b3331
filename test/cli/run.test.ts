import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { samebits } from '../command.js';
import { makeProject, sums } from '../project.js';

test('bad input ends with exit code 2, every problem on a line of its own, and nothing written', async (t) => {
  const project = await makeProject(t);
  const lines = [
    '{ "name": "p", "clams": [], "stages": {',
    '  "a": { "use": "./stages/number", "with": { "vlaue": 1 } },',
    '  "b": { "use": "./stages/numbr" },',
    '  "c": { "use": "./stages/sum", "inputs": { "numbers": ["b", "aa"] } } } }',
  ];
  await project.write('pipelines/p.json', lines.join('\n'));
  const { code, out, err } = await samebits(project.folder, 'run', 'pipelines/p.json');
  t.is(code, 2);
  t.is(out, '');
  t.deepEqual(err.trimEnd().split('\n'), [
    'pipelines/p.json:1:16  clams is not a member of a pipeline.  Did you mean claims?',
    'pipelines/p.json:2:46  a.with.vlaue is not a parameter of stage "number".  Did you mean value?',
    `pipelines/p.json:3:17  there is no stage "./stages/numbr".  There is no stages/numbr/declaration.js in ${project.folder}.`,
    'pipelines/p.json:4:62  c.inputs.numbers names "aa"; there is no such stage.  Did you mean a?',
    '4 errors. Nothing was run.',
  ]);
  t.false((await readdir(project.folder)).includes('artifacts'));
});

test('a second run does no work and says so', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  const first = await samebits(project.folder, 'run', 'pipelines/p.json');
  t.is(first.code, 0);
  t.regex(first.out, /3 tasks made in .* s; nothing was cached/);
  const second = await samebits(project.folder, 'run', 'pipelines/p.json');
  t.regex(second.out, /^3 tasks, all cached and verified, [\d.]+ s\n$/);
});

test('with --json every line is an event and the last is finished', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  const { out } = await samebits(project.folder, 'run', 'pipelines/p.json', '--json');
  const events = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; exitCode?: number });
  t.is(events[0]?.event, 'planned');
  t.like(events.at(-1), { event: 'finished', exitCode: 0 });
  t.is(events.filter(({ event }) => event === 'made').length, 3);
});

test('a failed task, and a claim that does not hold, end with exit code 1; an undecided claim does not', async (t) => {
  const project = await makeProject(t);
  const claim = {
    id: 'is-five',
    statement: 'The sum is five.',
    source: '',
    of: 'total.table',
    where: {},
    column: 'value',
    reference: 5,
    within: { absolute: 0.5 },
  };
  await project.write('pipelines/p.json', { ...sums, claims: [claim] });
  const holds = await samebits(project.folder, 'run', 'pipelines/p.json');
  t.is(holds.code, 0);
  t.regex(holds.out, /claims {3}1 hold · 0 do not · 0 undecided/);
  const broken = await samebits(project.folder, 'run', 'pipelines/p.json', '--set', 'total.with.plus=1');
  t.is(broken.code, 1);
  t.regex(broken.out, /✕ {2}is-five {2}6 {2}5 ± 0\.5 {2}does not hold/);
  await project.write('pipelines/p.json', {
    ...sums,
    claims: [{ ...claim, needs: { parameter: 'total.with.plus', atLeast: 10 } }],
  });
  const undecided = await samebits(project.folder, 'run', 'pipelines/p.json', '--set', 'total.with.plus=1');
  t.is(undecided.code, 0);
  t.regex(undecided.out, /○ {2}is-five .* undecided {2}needs 10 plus, had 1/);
  t.is(
    (await samebits(project.folder, 'run', 'pipelines/p.json', '--set', 'total.with.fail=broken')).code,
    1,
  );
});

test('--update-lock writes what was made; --locked passes on the same and fails on any difference', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  t.is(
    (await samebits(project.folder, 'run', 'pipelines/p.json', '--locked')).code,
    2,
    'there is no lock file yet',
  );
  t.is((await samebits(project.folder, 'run', 'pipelines/p.json', '--update-lock')).code, 0);
  t.is((await samebits(project.folder, 'run', 'pipelines/p.json', '--locked')).code, 0);
  const asked = await samebits(
    project.folder,
    'run',
    'pipelines/p.json',
    '--locked',
    '--set',
    'total.with.plus=1',
  );
  t.is(asked.code, 1);
  t.regex(asked.out, /lock {5}total: another recipe/);
  const module = join(project.folder, 'stages/number/value.js');
  await writeFile(module, (await readFile(module, 'utf8')).replace('=> value', '=> value + 1'));
  const made = await samebits(project.folder, 'run', 'pipelines/p.json', '--locked');
  t.is(made.code, 1);
  t.regex(made.out, /lock {5}one\[2\]\.table: [0-9a-f]{12}…, locked as [0-9a-f]{12}…/);
});

test('a change of code that changes no bytes passes --locked', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  await samebits(project.folder, 'run', 'pipelines/p.json', '--update-lock');
  const module = join(project.folder, 'stages/number/value.js');
  await writeFile(module, (await readFile(module, 'utf8')).replace('=> value', '=> value + 0'));
  const { code, out } = await samebits(project.folder, 'run', 'pipelines/p.json', '--locked');
  t.is(code, 0);
  t.regex(out, /2 made, 1 cached/);
});

test('hostile names in a pipeline reach neither the terminal as control sequences nor the file system', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', {
    ...sums,
    matrix: { value: [2] },
    title: '\u001b[31mred\u0007',
    claims: [],
  });
  const { out } = await samebits(project.folder, 'run', 'pipelines/p.json');
  t.true(out.includes('red'));
  t.false(out.includes('\u001b'));
  t.is((await samebits(project.folder, 'run', 'pipelines/p.json', '--set', 'name=../../outside')).code, 2);
});

test('plan says what is to run and why, and --check exits with 3 where work remains', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  t.is((await samebits(project.folder, 'plan', 'pipelines/p.json', '--check')).code, 3);
  await samebits(project.folder, 'run', 'pipelines/p.json');
  t.is((await samebits(project.folder, 'plan', 'pipelines/p.json', '--check')).code, 0);
  const { out } = await samebits(project.folder, 'plan', 'pipelines/p.json', '--set', 'total.with.plus=4');
  t.regex(out, /to run {3}total {2}plus 0 → 4 {2}about/);
  t.regex(out, /2 cached, 1 to run, 0 waiting/);
});

test('stages lists every stage, and describes one with its parameters', async (t) => {
  const project = await makeProject(t);
  t.regex((await samebits(project.folder, 'stages')).out, /^mnist /m);
  t.regex((await samebits(project.folder, 'stages', 'mnist')).out, /directory/);
  t.is((await samebits(project.folder, 'stages', 'mnits')).code, 2);
});

test('a claim whose number cannot be found does not hold and says why; one about a cell that is not run is undecided', async (t) => {
  const project = await makeProject(t);
  const claim = {
    id: 'c',
    statement: 's',
    of: 'one.table',
    where: { value: 2 },
    column: 'value',
    atLeast: 1,
  };
  await project.write('pipelines/p.json', {
    ...sums,
    claims: [{ ...claim, id: 'typo', column: 'vlaue' }, claim],
  });
  const both = await samebits(project.folder, 'run', 'pipelines/p.json');
  t.is(both.code, 1);
  t.regex(both.out, /✕ {2}typo {2}– .* does not hold {2}vlaue is neither a column/);
  t.regex(both.out, /● {2}c {5}2 {2}/);
  const other = await samebits(
    project.folder,
    'run',
    'pipelines/p.json',
    '--set',
    'matrix.value=[5]',
    '--json',
  );
  t.regex(other.out, /"id":"c","measured":null,"expected":"≥ 1","verdict":"undecided"/);
});

test('what a mistake quotes reaches the terminal without control sequences', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', {
    name: 'p',
    stages: { one: { use: './stages/number', with: { '\u001b[31mred\n': 1 } } },
  });
  const { code, err } = await samebits(project.folder, 'run', 'pipelines/p.json');
  t.is(code, 2);
  t.false(err.includes('\u001b'));
  t.is(err.trimEnd().split('\n').length, 2);
});

test('what diverged is counted by the plan and by a run that finds it cached, whose exit code stays 1', async (t) => {
  const project = await makeProject(t);
  await project.write(
    'stages/sum/run.js',
    `export async function run({ write }) {
      await write('table', 'value\\n1\\n', { title: 'One', columns: [{ name: 'value', type: 'number', title: 'value' }] });
      return { failure: 'it diverged at update 7' };
    }`,
  );
  await project.write('pipelines/p.json', sums);
  const first = await samebits(project.folder, 'run', 'pipelines/p.json');
  t.is(first.code, 1);
  t.regex(first.out, /total .* FAILED .* it diverged at update 7/);
  t.regex(first.out, /^3 made, 0 cached, 1 diverged; /m);
  const again = await samebits(project.folder, 'run', 'pipelines/p.json');
  t.is(again.code, 1);
  t.regex(again.out, /^3 tasks, all cached and verified, .* s; 1 diverged$/m);
  const { out } = await samebits(project.folder, 'plan', 'pipelines/p.json');
  t.regex(out, /^3 cached \(1 diverged\), 0 to run, 0 waiting$/m);
  const refused = await samebits(project.folder, 'run', 'pipelines/p.json', '--update-lock');
  t.regex(refused.out, /^lock {5}pipelines\/p\.lock\.json is not written: diverged: total$/m);
});

test('--update-lock writes what was made also where a claim does not hold, and the exit code says that one does not', async (t) => {
  const project = await makeProject(t);
  const claim = { statement: 's', of: 'total.table', where: {}, column: 'value' };
  const claims = [
    { ...claim, id: 'is-five', atLeast: 5 },
    { ...claim, id: 'is-six', atLeast: 6 },
    { ...claim, id: 'is-seven', atLeast: 7 },
  ];
  await project.write('pipelines/p.json', { ...sums, claims });
  const { code, out } = await samebits(project.folder, 'run', 'pipelines/p.json', '--update-lock');
  t.is(code, 1);
  t.regex(out, /^lock .*p\.lock\.json written$/m);
  t.true((await readdir(join(project.folder, 'pipelines'))).includes('p.lock.json'));
});

test('a failure shows what the task printed last and where all of it is, and says what was not started', async (t) => {
  const project = await makeProject(t);
  await project.write(
    'stages/number/value.js',
    `export const numberOf = () => { for (let line = 1; line <= 30; line++) console.log('line ' + line + '\\u001b[31m'); throw new Error('no number'); };`,
  );
  await project.write('pipelines/p.json', { ...sums, matrix: { value: [2, 3, 4] } });
  const { code, out } = await samebits(project.folder, 'run', 'pipelines/p.json', '--jobs', '1');
  t.is(code, 1);
  t.regex(out, /one\[2\] +FAILED +no number\n +\| line 21.\[31m\n/);
  t.false(out.includes('line 20') || out.includes('\u001b'));
  const [, log = ''] = /^ +(artifacts\/logs\/.*\.log)$/m.exec(out) ?? [];
  const whole = await readFile(join(project.folder, log), 'utf8');
  t.true(whole.startsWith('line 1\u001b[31m\n') && whole.includes('Error: no number\n    at '));
  t.regex(out, /^left {5}one ×2: not started, since one\[2\] failed\. .* --keep-going/m);
  t.regex(out, /^0 made, 0 cached, 1 failed, 1 skipped, 2 not started; /m);
  const going = await samebits(project.folder, 'run', 'pipelines/p.json', '--keep-going', '--json');
  const last = JSON.parse(going.out.trim().split('\n').at(-1) ?? '') as Readonly<Record<string, unknown>>;
  t.like(last, { event: 'finished', exitCode: 1, made: 0, skipped: ['total'], notStarted: [] });
  t.deepEqual([...(last.failed as readonly string[])].sort(), ['one[2]', 'one[3]', 'one[4]']);
});

test('what a successful task printed is kept too, and the line that says it was made says where', async (t) => {
  const project = await makeProject(t);
  await project.write(
    'stages/number/value.js',
    `export const numberOf = ({ value }) => { console.log('a word'); return value; };`,
  );
  await project.write('pipelines/p.json', { name: 'p', stages: { one: { use: './stages/number' } } });
  const { out } = await samebits(project.folder, 'run', 'pipelines/p.json');
  const [, log = ''] = /one +made .* printed (artifacts\/logs\/.*\.log)$/m.exec(out) ?? [];
  t.is(await readFile(join(project.folder, log), 'utf8'), 'a word\n');
});

test("a run with --set publishes a report of its own, beside the pipeline's", async (t) => {
  const project = await makeProject(t);
  await project.write(
    'stages/page/declaration.js',
    `export const declaration = { name: 'page', version: 1, title: '', description: '', parameters: { type: 'object', properties: {} },
      inputs: { tables: { description: '', outputs: ['table'], many: true } }, outputs: { html: { mediaType: 'text/html', description: '' } }, readsPipeline: true };`,
  );
  await project.write(
    'stages/page/run.js',
    `export const run = ({ pipeline, write }) => write('html', '<html><body>' + pipeline.settings.join() + '<!-- provenance --></body></html>');`,
  );
  const page = { use: './stages/page', inputs: { tables: ['total'] } };
  await project.write('pipelines/p.json', { ...sums, name: 'p', stages: { ...sums.stages, page } });
  const reportOf = async (...settings: readonly string[]) => {
    const { out } = await samebits(project.folder, 'run', 'pipelines/p.json', ...settings);
    return /^report {3}(\S+)/m.exec(out)?.[1] ?? '';
  };
  const plain = await reportOf();
  const variant = await reportOf('--set', 'total.with.plus=1');
  t.is(plain, 'artifacts/reports/p.html');
  t.regex(variant, /^artifacts\/reports\/p\+[0-9a-f]{8}\.html$/);
  t.true((await readFile(join(project.folder, variant), 'utf8')).includes('--set total.with.plus=1'));
  t.false((await readFile(join(project.folder, plain), 'utf8')).includes('--set total.with.plus=1'));
  t.is(await reportOf('--set', 'total.with.plus=1'), variant);
});

import test from 'ava';
import { makeProject, problemsOf, sums } from '../project.js';

test('a file that is not JSON is refused at the line and column of every syntax error', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', '{\n  "name": "p",\n  "stages": {]\n}\n');
  const problems = await problemsOf(project.plan('pipelines/p.json'));
  t.regex(problems[0] ?? '', /^p\.json:3:14 {2}a name in quotes is missing here\. /);
});

test('an empty file is refused', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', '');
  t.regex((await problemsOf(project.plan('pipelines/p.json')))[0] ?? '', /^p\.json:1:1 {2}the file is empty/);
});

test('a name that stands twice in an object is refused where it stands again', async (t) => {
  const project = await makeProject(t);
  await project.write(
    'pipelines/p.json',
    '{ "name": "p",\n  "stages": { "a": { "use": "x" },\n    "a": { "use": "y" } } }',
  );
  t.deepEqual(await problemsOf(project.plan('pipelines/p.json')), [
    'p.json:3:5  "a" stands here twice.  Remove this one or that at p.json:2:15.',
  ]);
});

test('a missing file is named', async (t) => {
  const project = await makeProject(t);
  t.regex(
    (await problemsOf(project.plan('pipelines/none.json')))[0] ?? '',
    /none\.json {2}there is no such file/,
  );
});

test('extends lays a pipeline over another: objects merge, null removes, all else replaces', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  await project.write('pipelines/more.json', {
    extends: 'sums.json',
    name: 'more',
    matrix: { value: [5] },
    stages: { total: { with: { plus: 7 } } },
  });
  const { graph } = await project.plan('pipelines/more.json');
  t.is(graph.pipeline.name, 'more');
  t.deepEqual(
    graph.tasks.map(({ id }) => id),
    ['one[5]', 'total'],
  );
  t.like(graph.tasks[1]?.parameters, { plus: 7 });
});

test('an error in an extended file is reported in that file', async (t) => {
  const project = await makeProject(t);
  await project.write(
    'pipelines/base.json',
    '{ "name": "base", "stages": {\n  "one": { "use": "./stages/number", "with": { "valu": 3 } } } }',
  );
  await project.write('pipelines/more.json', { extends: 'base.json', name: 'more' });
  t.deepEqual(await problemsOf(project.plan('pipelines/more.json')), [
    'base.json:2:48  one.with.valu is not a parameter of stage "number".  Did you mean value?',
  ]);
});

test('a pipeline cannot extend itself', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/a.json', { extends: 'b.json', name: 'a' });
  await project.write('pipelines/b.json', { extends: 'a.json', name: 'b' });
  t.regex((await problemsOf(project.plan('pipelines/a.json')))[0] ?? '', /extends itself/);
});

test('--set overrides a parameter, as JSON where it is JSON and as text where not', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  const { graph } = await project.plan(
    'pipelines/sums.json',
    'total.with.plus=4',
    'one.with.kind=fancy',
    'matrix.value=[9]',
  );
  t.like(graph.tasks.find(({ id }) => id === 'total')?.parameters, { plus: 4 });
  t.like(graph.tasks.find(({ id }) => id === 'one[9]')?.parameters, { kind: 'fancy', value: 9 });
});

test('an error in a setting is reported as that setting', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  t.deepEqual(await problemsOf(project.plan('pipelines/sums.json', 'total.with.plus=much')), [
    '--set total.with.plus=much  total.with.plus must be an integer.  It is "much".',
  ]);
});

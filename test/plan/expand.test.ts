import test from 'ava';
import { makeProject, problemsOf, sums } from '../project.js';

/** The problems of a pipeline whose file is these lines. */
async function problemsIn(
  t: Parameters<typeof makeProject>[0],
  pipeline: string | object,
): Promise<readonly string[]> {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', pipeline);
  return problemsOf(project.plan('pipelines/p.json'));
}

const one = { use: './stages/number' };

test('an unknown parameter is named with its place, its stage and the nearest spelling', async (t) => {
  const text =
    '{ "name": "p", "stages": {\n  "one": { "use": "./stages/number",\n    "with": { "vlaue": 3 } } } }';
  t.deepEqual(await problemsIn(t, text), [
    'p.json:3:15  one.with.vlaue is not a parameter of stage "number".  Did you mean value?',
  ]);
});

test('an unknown stage is named with the nearest spelling', async (t) => {
  const problems = await problemsIn(t, { name: 'p', stages: { one: { use: 'mnits' } } });
  t.regex(problems[0] ?? '', /there is no stage "mnits"\. {2}Did you mean mnist\?/);
});

test('a stage outside stages/ cannot be named', async (t) => {
  const problems = await problemsIn(t, { name: 'p', stages: { one: { use: './stages/../../elsewhere' } } });
  t.regex(problems[0] ?? '', /there is no stage/);
});

test('a wrong type, a value out of range and a wrong word are all reported, in one go', async (t) => {
  const problems = await problemsIn(t, {
    name: 'p',
    stages: {
      a: { ...one, with: { value: 'x' } },
      b: { ...one, with: { value: 101 } },
      c: { ...one, with: { kind: 'fancyy' } },
    },
  });
  t.is(problems.length, 3);
  t.regex(problems[0] ?? '', /a\.with\.value must be an integer\. {2}It is "x"\./);
  t.regex(problems[1] ?? '', /b\.with\.value must be <= 100\. {2}It is 101\./);
  t.regex(problems[2] ?? '', /c\.with\.kind must be "plain" or "fancy"\. {2}Did you mean fancy\?/);
});

const schemeProblems: readonly (readonly [title: string, scheme: object | string, problem: RegExp])[] = [
  ['an option out of range', { name: 'he', gain: 0 }, /scheme\.gain must be > 0\. {2}It is 0\./],
  [
    'an option of another form',
    { name: 'he', sd: 1 },
    /scheme\.sd is not .* {2}There is: name, gain, distribution\./,
  ],
  [
    'a form without options',
    { name: 'lecun', gain: 2 },
    /scheme must be "lecun" alone\. {2}gain is an option of he, orthogonal and identity\.$/,
  ],
  ['a word', 'normalized', /scheme must be "standard", .* or "identity"\. {2}Did you mean normalised\?/],
  [
    'no form by its name',
    { name: 'xavier' },
    /scheme must be "standard", .* or \{"name": "identity", .*\}\./,
  ],
];

for (const [title, scheme, problem] of schemeProblems)
  test(`where a parameter has several forms, what is wrong is told of the one that is meant: ${title}`, async (t) => {
    const stages = { network: { use: 'initialise', with: { scheme } } };
    const problems = await problemsIn(t, { name: 'p', stages });
    t.is(problems.length, 1);
    t.regex(problems[0] ?? '', problem);
  });

test('an arithmetic that an engine does not have is refused before anything runs, and the schema says why', async (t) => {
  const stages = {
    shapes: { use: 'shapeset' },
    network: { use: 'initialise' },
    train: {
      use: 'train',
      inputs: { data: 'shapes', network: 'network' },
      with: { engine: 'tensorflow', arithmetic: 'fma' },
    },
  };
  const problems = await problemsIn(t, { name: 'p', stages });
  t.is(problems.length, 1);
  t.regex(
    problems[0] ?? '',
    /train\.with\.arithmetic must be "portable" where engine is "tensorflow"\. {2}It is "fma"\./,
  );
});

test('a member that a pipeline does not have is reported with the nearest spelling', async (t) => {
  const problems = await problemsIn(t, { name: 'p', stages: { one }, clams: [] });
  t.regex(
    problems[0] ?? '',
    /^p\.json:8:3 {2}clams is not a member of a pipeline\. {2}Did you mean claims\?/,
  );
});

test('stages that read each other are a cycle, named in full', async (t) => {
  const problems = await problemsIn(t, {
    name: 'p',
    stages: {
      a: { use: './stages/sum', inputs: { numbers: 'b' } },
      b: { use: './stages/sum', inputs: { numbers: 'a' } },
    },
  });
  t.is(problems.length, 1);
  t.regex(problems[0] ?? '', /the stages make a cycle: a → b → a/);
});

test('an input that names no stage is reported with the nearest name', async (t) => {
  const problems = await problemsIn(t, {
    name: 'p',
    stages: { probe: one, s: { use: './stages/sum', inputs: { numbers: 'prob' } } },
  });
  t.regex(
    problems[0] ?? '',
    /s\.inputs\.numbers names "prob"; there is no such stage\. {2}Did you mean probe\?/,
  );
});

test('an input that names an output which is not made is reported', async (t) => {
  const problems = await problemsIn(t, {
    name: 'p',
    stages: { one, s: { use: './stages/sum', inputs: { numbers: 'one.tabel' } } },
  });
  t.regex(
    problems[0] ?? '',
    /needs the output tabel, which stage "number" does not make\. {2}Did you mean table\?/,
  );
});

test('a missing input and an unknown one are reported', async (t) => {
  const problems = await problemsIn(t, {
    name: 'p',
    stages: { one, s: { use: './stages/sum', inputs: { number: 'one' } } },
  });
  t.is(problems.length, 2);
  t.true(problems.some((problem) => problem.includes('s.inputs lacks numbers: What is added.')));
  t.true(
    problems.some((problem) =>
      /s\.inputs\.number is not an input of stage "sum"\. {2}Did you mean numbers\?/.test(problem),
    ),
  );
});

test('a matrix variable that no stage uses is reported, and one that does not exist', async (t) => {
  const unused = await problemsIn(t, { name: 'p', matrix: { depth: [1, 2] }, stages: { one } });
  t.regex(unused[0] ?? '', /the matrix variable "depth" is not used/);
  const unknown = await problemsIn(t, {
    name: 'p',
    matrix: { depth: [1] },
    stages: {
      one: { ...one, with: { value: { $matrix: 'deph' } } },
      two: { ...one, with: { value: { $matrix: 'depth' } } },
    },
  });
  t.regex(unknown[0] ?? '', /there is no matrix variable "deph"\. {2}Did you mean depth\?/);
});

test('a matrix value of a wrong type is reported where it is written, with where it is used', async (t) => {
  const text =
    '{ "name": "p", "matrix": {\n "value": [1, "two"] },\n "stages": { "one": { "use": "./stages/number",\n  "with": { "value": { "$matrix": "value" } } } } }';
  t.deepEqual(await problemsIn(t, text), [
    'p.json:2:15  one.with.value must be an integer.  It is "two". Used at p.json:4:22.',
  ]);
});

test('a stage runs once for each value of the variables it depends on, and once where it depends on none', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', {
    name: 'p',
    matrix: { value: [1, 2], plus: [10, 20] },
    stages: {
      fixed: one,
      one: { ...one, with: { value: { $matrix: 'value' } } },
      each: { use: './stages/sum', inputs: { numbers: 'one' }, with: { plus: { $matrix: 'plus' } } },
      all: { use: './stages/sum', inputs: { numbers: [{ $each: 'each' }, 'fixed'] } },
    },
  });
  const { graph } = await project.plan('pipelines/p.json');
  t.deepEqual(
    graph.tasks.map(({ id }) => id),
    ['fixed', 'one[1]', 'one[2]', 'each[1,10]', 'each[1,20]', 'each[2,10]', 'each[2,20]', 'all'],
  );
  const inputs = (id: string) =>
    graph.tasks.find((task) => task.id === id)?.inputs.map(({ task }) => task.id);
  t.deepEqual(inputs('each[2,10]'), ['one[2]']);
  t.deepEqual(inputs('all'), ['each[1,10]', 'each[1,20]', 'each[2,10]', 'each[2,20]', 'fixed']);
});

test('a parameter whose matrix value is null is not said in that cell: its default is taken', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', {
    name: 'p',
    matrix: { value: [null, 7] },
    stages: { one: { ...one, with: { value: { $matrix: 'value' } } }, plain: one },
  });
  const { graph } = await project.plan('pipelines/p.json');
  t.deepEqual(
    graph.tasks.map(({ id, parameters }) => [id, parameters.value]),
    [
      ['one[null]', 1],
      ['one[7]', 7],
      ['plain', 1],
    ],
  );
});

test('include puts cells into the matrix and exclude takes some out, of what is included too', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', {
    name: 'p',
    matrix: {
      value: [1, 2],
      kind: ['plain', 'fancy'],
      exclude: [{ value: 2, kind: 'fancy' }, { value: 8 }],
      include: [
        { value: 7, kind: 'fancy' },
        { value: 8, kind: 'fancy' },
      ],
    },
    stages: { one: { ...one, with: { value: { $matrix: 'value' }, kind: { $matrix: 'kind' } } } },
  });
  const { graph } = await project.plan('pipelines/p.json');
  t.deepEqual(
    graph.tasks.map(({ id }) => id),
    ['one[1,plain]', 'one[1,fancy]', 'one[2,plain]', 'one[7,fancy]'],
  );
});

test("a stage that draws takes the pipeline's seed unless it says its own; a seed can be a matrix", async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', {
    name: 'p',
    seed: { $matrix: 'seed' },
    matrix: { seed: [4, 5] },
    stages: { a: one, b: { ...one, with: { seed: 9 } } },
  });
  const { graph } = await project.plan('pipelines/p.json');
  t.deepEqual(
    graph.tasks.map(({ id, parameters }) => [id, parameters.seed]),
    [
      ['a[4]', 4],
      ['a[5]', 5],
      ['b', 9],
    ],
  );
});

test('two claims of one name, and a claim of a table that is not made, are reported', async (t) => {
  const claim = { id: 'c', statement: 's', of: 'total.table', where: {}, column: 'value', atLeast: 1 };
  const problems = await problemsIn(t, {
    ...sums,
    claims: [claim, claim, { ...claim, id: 'd', of: 'totl.table' }],
  });
  t.is(problems.length, 2);
  t.regex(problems[0] ?? '', /two claims are called "c"/);
  t.regex(problems[1] ?? '', /the claim is of "totl"; there is no such stage\. {2}Did you mean total\?/);
});

test('claims whose parts do not go together are reported, each at the part at fault', async (t) => {
  const claim = { statement: 's', of: 'total.table', column: 'value' };
  const welch = { name: 'welch', finding: 'less', level: 0.05 };
  const problems = await problemsIn(t, {
    ...sums,
    claims: [
      { ...claim, id: 'a', reference: 1, test: welch },
      { ...claim, id: 'b', atLeast: 1, over: { variable: 'sead' } },
      { ...claim, id: 'c', reference: 1, test: { name: 'binomial', finding: 'not different', level: 0.05 } },
    ],
  });
  const expected = [
    /welch is a test over replicates\. {2}Give over/,
    /welch compares two cells\. {2}Give against/,
    /stage "total" does not depend on a matrix variable "sead"/,
    /the reference of a binomial test is a rate/,
    /that nothing is found says little of itself\. {2}Give effect/,
  ];
  for (const rule of expected)
    t.true(
      problems.some((problem) => rule.test(problem)),
      String(rule),
    );
  t.is(problems.length, expected.length);
});

test('cells whose values look alike have names of their own', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', {
    name: 'p',
    matrix: { kind: ['1', 1, 'a,b', 'true', true] },
    stages: { one: { use: './stages/any', with: { kind: { $matrix: 'kind' } } } },
  });
  const declaration = `export const declaration = { name: 'any', version: 1, title: '', description: '', parameters: { type: 'object', properties: { kind: { default: 0 } } }, inputs: {}, outputs: {} };`;
  await project.write('stages/any/declaration.js', declaration);
  await project.write('stages/any/run.js', 'export const run = () => undefined;');
  const { graph } = await project.plan('pipelines/p.json');
  t.deepEqual(
    graph.tasks.map(({ id }) => id),
    ['one["1"]', 'one[1]', 'one["a,b"]', 'one["true"]', 'one[true]'],
  );
});

test('a stage that reads the pipeline comes after what is claimed, wherever it stands in the file', async (t) => {
  const project = await makeProject(t);
  const claim = { id: 'c', statement: 's', of: 'total.table', column: 'value', atLeast: 1 };
  const stages = { report: { use: 'report' }, ...sums.stages };
  await project.write('pipelines/p.json', { ...sums, stages, claims: [claim] });
  const { graph } = await project.plan('pipelines/p.json');
  t.is(graph.tasks.at(-1)?.id, 'report');
  const own = await problemsIn(t, { ...sums, stages, claims: [{ ...claim, of: 'report.verdicts' }] });
  t.true(own.some((problem) => problem.includes('the stages make a cycle: report → report')));
});

test('misspelt variables in exclude and include, and a matrix without cells, are reported', async (t) => {
  const stages = { one: { ...one, with: { value: { $matrix: 'value' } } } };
  const excluded = await problemsIn(t, {
    name: 'p',
    matrix: { value: [1], exclude: [{ valeu: 1 }] },
    stages,
  });
  t.regex(excluded[0] ?? '', /there is no matrix variable "valeu"\. {2}Did you mean value\?/);
  const included = await problemsIn(t, { name: 'p', matrix: { value: [1], include: [{}] }, stages });
  t.regex(included[0] ?? '', /an included cell must give "value" a value/);
  const none = await problemsIn(t, { name: 'p', matrix: { value: [1], exclude: [{ value: 1 }] }, stages });
  t.regex(none[0] ?? '', /exclude leaves no cell/);
});

test('names that every object inherits are ordinary names', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', { name: 'p', stages: { constructor: one, toString: one } });
  t.deepEqual(
    (await project.plan('pipelines/p.json')).tasks.map(({ id }) => id),
    ['constructor', 'toString'],
  );
  const problems = await problemsIn(t, {
    name: 'p',
    stages: { s: { use: './stages/sum', inputs: { numbers: 's2', constructor: 's2' } }, s2: one },
  });
  t.regex(problems[0] ?? '', /s\.inputs\.constructor is not an input/);
});

test('a stage or a claim that is none hides no other mistake: all are told in one go, in the order of the file', async (t) => {
  const claim = { id: 'c', statement: 's', of: 'a.table', column: 'value' };
  const problems = await problemsIn(t, {
    name: 'p',
    stages: {
      'no name': one,
      a: { ...one, with: { value: -1 } },
      b: { with: {} },
      s: { use: './stages/sum', inputs: { numbers: ['b', 'c'] } },
    },
    claims: [
      { ...claim, colum: 'value', atLeast: 1 },
      { ...claim, between: [2, 1] },
      { ...claim, id: 'd', of: 'a.tabel', atLeast: 1 },
    ],
    nmae: 'p',
  });
  t.deepEqual(
    problems.map((problem) => problem.replace(/^\S+ {2}/, '').replace(/ {2}.*$/, '')),
    [
      '"no name" cannot be a name here.',
      'a.with.value must be >= 0.',
      'stages.b lacks use.',
      's.inputs.numbers names "c"; there is no such stage.',
      'claims.0.colum is not a member of a claim.',
      'two claims are called "c".',
      'between names the greater bound first.',
      'stage "number" makes no table "tabel".',
      'nmae is not a member of a pipeline.',
    ],
  );
});

test('a variable that does not exist hides no other parameter of its stage', async (t) => {
  const problems = await problemsIn(t, {
    name: 'p',
    stages: { one: { ...one, with: { value: { $matrix: 'v' }, kind: 'fanci' } } },
  });
  t.deepEqual(problems.length, 2);
  t.regex(problems.join(), /no matrix variable "v".*one\.with\.kind must be/s);
});

test('a --set that begins at no stage is told with the nearest one, a file that extends none at that place', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  t.deepEqual(await problemsOf(project.plan('pipelines/p.json', 'totl.with.plus=1')), [
    '--set totl.with.plus=1  totl is not a member of a pipeline.  Did you mean total?',
  ]);
  await project.write('pipelines/q.json', '{ "extends": "sums.json" }');
  t.deepEqual(await problemsOf(project.plan('pipelines/q.json')), [
    'q.json:1:14  extends sums.json, and there is no such file.  Its path is seen from the folder of this file.',
  ]);
});

test('what a union takes is said within one sentence, and two bounds of a claim are told to be one range', async (t) => {
  const project = await makeProject(t);
  const claim = { id: 'c', statement: 's', of: 'total.table', column: 'value', atLeast: 1, atMost: 2 };
  await project.write('pipelines/p.json', { ...sums, claims: [claim] });
  const rules = (await problemsOf(project.plan('pipelines/p.json', 'seed=two'))).map((each) =>
    each.replace(/^.*? {2}/, ''),
  );
  t.deepEqual(rules.sort(), [
    'claims.0 has atLeast as well as atMost: they clash.  Use between: [1, 2].',
    'seed must be an integer or {"$matrix": …}.  It is "two".',
  ]);
});

test('a --set of what a stage does not have is told as a member of a stage, and hides none from those that read it', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  const [stage = ''] = Object.keys(sums.stages);
  const problems = await problemsOf(project.plan('pipelines/p.json', `${stage}.examples=50`));
  t.deepEqual(problems, [
    `--set ${stage}.examples=50  stages.${stage}.examples is not a member of a stage.  There is: use, description, with, inputs.`,
  ]);
});

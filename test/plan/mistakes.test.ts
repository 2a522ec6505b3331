import test from 'ava';
import type { JsonObject } from '../../src/artifact/json.js';
import { makeProject, problemsOf } from '../project.js';

type T = Parameters<typeof makeProject>[0];

/** What is wrong with a pipeline in a file p.json, with `--set`s over it; further files by name. */
async function problemsIn(
  t: T,
  pipeline: object,
  settings: readonly string[] = [],
  more: Readonly<Record<string, object>> = {},
): Promise<readonly string[]> {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', pipeline);
  for (const [name, content] of Object.entries(more)) await project.write(`pipelines/${name}`, content);
  return problemsOf(project.plan('pipelines/p.json', ...settings));
}

/** The problems without their places. */
function rules(problems: readonly string[]): readonly string[] {
  return problems.map((problem) => problem.replace(/^\S+ {2}/, ''));
}

const shapes = { use: 'shapeset', with: { validation: 200, test: 300 } };
const network = {
  use: 'initialise',
  with: { layers: [1024, 20, 9], scheme: { $matrix: 'scheme' } },
};
const train = { use: 'train', inputs: { data: 'shapes', network: 'network' } };
const probe = { use: 'statistics', inputs: { data: 'shapes', network: 'network' } };
const monitor = {
  use: 'monitor',
  inputs: { training: 'train', initial: 'network', data: 'shapes' },
  with: { validation: 200, every: 100 },
};
const matrix = { scheme: ['standard', 'normalised'] };

function pipeline(stages: object, more: object = {}): object {
  return { name: 'p', matrix, stages: { shapes, network, ...stages }, ...more };
}

function figureOf(table: string, parameters: JsonObject): object {
  return {
    use: 'figure',
    inputs: { tables: { $each: table } },
    with: { x: { column: 'layer' }, measures: [{ column: 'sd' }], series: ['scheme'], ...parameters },
  };
}

const claim = {
  id: 'c',
  statement: 's',
  of: 'probe.activations',
  where: { scheme: 'standard', layer: 1 },
  column: 'sd',
  atLeast: 0,
};

test('a pipeline in which everything fits has no problems', async (t) => {
  const figure = figureOf('probe.activations', { where: { scheme: 'standard', layer: [1, 2] } });
  const report = { use: 'report', inputs: { figures: 'figure', tables: 'probe.jacobians' } };
  const stages = { train, probe, monitor, figure, report: { ...report, inputs: { figures: 'figure' } } };
  t.deepEqual(await problemsIn(t, pipeline(stages, { claims: [{ ...claim, figure: 'figure' }] })), []);
});

const figureMistakes: readonly (readonly [title: string, parameters: JsonObject, problem: string])[] = [
  [
    'in x',
    { x: { column: 'layr' } },
    'figure.with.x.column is "layr", which is no column of the table.  Did you mean layer?',
  ],
  [
    'in a measure',
    { measures: [{ column: 'sd' }, { column: 'men', mark: 'point' }] },
    'figure.with.measures.1.column is "men", which is no column of the table.  Did you mean mean?',
  ],
  [
    'in the spread of a measure',
    { measures: [{ column: 'mean', spread: 'sdd' }] },
    'figure.with.measures.0.spread is "sdd", which is no column of the table.  Did you mean sd?',
  ],
  [
    'in series',
    { series: ['scheem'] },
    'figure.with.series.0 is "scheem", which is no column of the table.  Did you mean scheme?',
  ],
  [
    'in panels',
    { panels: 'shceme' },
    'figure.with.panels is "shceme", which is no column of the table.  Did you mean scheme?',
  ],
  [
    'in where',
    { where: { lyer: 1 } },
    'figure.with.where.lyer is "lyer", which is no column of the table.  Did you mean layer?',
  ],
];

for (const [title, parameters, problem] of figureMistakes)
  test(`a column that the table does not have is refused before anything runs: ${title}`, async (t) => {
    const stages = { probe, figure: figureOf('probe.activations', parameters) };
    t.deepEqual(rules(await problemsIn(t, pipeline(stages))), [problem]);
  });

test('a column of text cannot be drawn as numbers, nor a picture as a table, nor an axis that ends before it begins', async (t) => {
  const histogram = { where: { quantity: 'activatons' }, x: { column: 'quantity' }, measures: [] };
  const problems = await problemsIn(
    t,
    pipeline({
      probe,
      text: figureOf('probe.histograms', histogram),
      picture: figureOf('network', { y: { domain: [1, 0] } }),
    }),
  );
  t.deepEqual(rules(problems), [
    'text.with.x.column is "quantity", a column of text, not of numbers.  There is: layer, low, high, count, density.',
    'text.with.measures is empty.  Name at least one column to draw.',
    'text.with.where.quantity is "activatons", a value that quantity does not have.  Did you mean activations?',
    'picture.inputs.tables names an output that is application/vnd.safetensors, not a table.',
    'picture.with.y.domain ends before it begins.  Give the lesser end first.',
  ]);
});

test('a figure that names a misspelt matrix value, or none of the values of this run, is refused', async (t) => {
  const where = (value: string | readonly string[]) =>
    pipeline({ probe, figure: figureOf('probe.activations', { where: { scheme: value } }) });
  t.deepEqual(rules(await problemsIn(t, where(['standard', 'normalisd']))), [
    'figure.with.where.scheme.1 is "normalisd", a value that scheme does not have.  Did you mean normalised?',
  ]);
  const smaller = ['matrix.scheme=["normalised"]'];
  t.deepEqual(await problemsIn(t, where(['standard', 'normalised']), smaller), []);
  t.deepEqual(rules(await problemsIn(t, where('standard'), smaller)), [
    'figure.with.where.scheme leaves nothing to draw: no cell of this run has the value.  There is: normalised.',
  ]);
});

test("a report's section that names no figure of its own, and a picture among its tables, are refused", async (t) => {
  const report = {
    use: 'report',
    inputs: { figures: 'figure', tables: 'shapes.sheet' },
    with: { sections: [{ figures: ['figur'] }] },
  };
  const figure = figureOf('probe.activations', { panels: 'scheme' });
  const problems = await problemsIn(t, pipeline({ probe, figure, report }));
  t.deepEqual(rules(problems), [
    'report.inputs.tables names an output that is image/png, not a table.  Pictures of data go to the input sheets, figures to figures.',
    'report.with.sections.0.figures.0 is "figur", which is the id of no figure of the report.  Did you mean figure?',
  ]);
});

const claimMistakes: readonly (readonly [title: string, claim: JsonObject, problem: string])[] = [
  [
    'a column',
    { column: 'sdd' },
    'claim "c": column is "sdd", which is no column of the table.  Did you mean sd?',
  ],
  [
    'a column in where',
    { where: { scheme: 'standard', layr: 1 } },
    'claim "c": where.layr is neither a column of the table nor a matrix variable of its stage.  Did you mean layer?',
  ],
  [
    'a value of a matrix variable',
    { where: { scheme: 'standrad', layer: 1 } },
    'claim "c": where.scheme is "standrad", a value that the matrix variable "scheme" is never given.  Did you mean standard?',
  ],
  [
    'a value of another type than the column has',
    { where: { scheme: 'standard', layer: '1' } },
    'claim "c": where.layer is "1", but layer holds numbers.  Write a number, without quotes.',
  ],
  [
    'a word that a column never holds',
    { of: 'probe.histograms', where: { scheme: 'standard', quantity: 'activation' }, column: 'low' },
    'claim "c": where.quantity is "activation", a value that quantity does not have.  Did you mean activations?',
  ],
  [
    'the table, column and value of the number it is relative to',
    { relativeTo: { where: { scheme: 'normalized', layer: 1 }, column: 'sdev' } },
    'claim "c": relativeTo.column is "sdev", which is no column of the table.  Did you mean sd?',
  ],
  [
    'the figure it belongs to',
    { figure: 'figur' },
    'claim "c": figure is "figur", which is the id of no figure.  Did you mean figure?',
  ],
];

for (const [title, part, problem] of claimMistakes)
  test(`a claim that misspells something is refused before anything runs: ${title}`, async (t) => {
    const figure = figureOf('probe.activations', {});
    const problems = await problemsIn(t, pipeline({ probe, figure }, { claims: [{ ...claim, ...part }] }));
    t.true(rules(problems).includes(problem), problems.join('\n'));
  });

test('a claim about a cell that a smaller variant leaves out is no mistake, by --set or by extends', async (t) => {
  const whole = pipeline({ probe }, { claims: [claim] });
  t.deepEqual(await problemsIn(t, whole, ['matrix.scheme=["normalised"]']), []);
  const smaller = { extends: 'whole.json', matrix: { scheme: ['normalised'] } };
  t.deepEqual(await problemsIn(t, smaller, [], { 'whole.json': whole }), []);
  const misspelt = pipeline({ probe }, { claims: [{ ...claim, where: { scheme: 'standrad', layer: 1 } }] });
  t.is((await problemsIn(t, smaller, [], { 'whole.json': misspelt })).length, 1);
});

test('an exclude that no cell can match is refused at its value; one that --set made needless is not', async (t) => {
  const excluding = (exclude: JsonObject) =>
    pipeline({ probe }, { matrix: { ...matrix, exclude: [exclude] } });
  t.deepEqual(rules(await problemsIn(t, excluding({ scheme: 'standrad' }))), [
    'exclude.scheme is "standrad", a value that the matrix variable "scheme" is never given.  Did you mean standard?',
  ]);
  t.deepEqual(await problemsIn(t, excluding({ scheme: 'standard' }), ['matrix.scheme=["normalised"]']), []);
});

test('layers that do not fit the data are told once, where the layers are written, whoever reads the network', async (t) => {
  const project = await makeProject(t);
  const wrong = { ...network, with: { ...network.with, layers: [784, 20, 10] } };
  await project.write('pipelines/p.json', pipeline({ network: wrong, train, probe, monitor }));
  const [first = '', last = '', ...others] = await problemsOf(project.plan('pipelines/p.json'));
  t.deepEqual(others, []);
  t.regex(
    first,
    /^p\.json:21:11 {2}network\.with\.layers\.0 is 784, but the images have 1024 pixels\. {2}Let the layers begin with 1024\.$/,
  );
  t.regex(
    last,
    /^p\.json:23:11 {2}network\.with\.layers\.2 is 10, but the data have 9 classes\. {2}Let the layers end with 9\.$/,
  );
});

test('layers from the matrix that do not fit are told at the value of the matrix', async (t) => {
  const variable = { ...network, with: { layers: { $matrix: 'layers' } } };
  const problems = await problemsIn(
    t,
    pipeline(
      { network: variable, train },
      {
        matrix: {
          layers: [
            [1024, 9],
            [1024, 8],
          ],
        },
      },
    ),
  );
  t.regex(problems[0] ?? '', /^p\.json:11:9 {2}network\.with\.layers\.1 is 8, .* Used at p\.json:26:19\.$/);
  t.is(problems.length, 1);
});

test('what a trained network was trained with is what it is opened with', async (t) => {
  const error = {
    use: 'evaluate',
    inputs: { data: 'shapes', network: 'train' },
    with: { activation: 'relu' },
  };
  t.deepEqual(rules(await problemsIn(t, pipeline({ train, error }))), [
    'error.with.activation is "relu", but the network was trained with "tanh".  Give both stages the same activation.',
  ]);
  const other = { use: 'shapeset', with: { range: [-1, 1] } };
  const elsewhere = { use: 'evaluate', inputs: { data: 'other', network: 'train' } };
  t.deepEqual(rules(await problemsIn(t, pipeline({ train, other, elsewhere }))), [
    'elsewhere.inputs.data has pixels in [-1,1], but the network was trained on pixels in [0,1].  Give the data that the network was trained on.',
  ]);
});

test('more connections than a layer has inputs are refused', async (t) => {
  const sparse = { use: 'initialise', with: { layers: [1024, 12, 9], scheme: 'sparse' } };
  t.deepEqual(rules(await problemsIn(t, { name: 'p', stages: { sparse } })), [
    'sparse.with.scheme connects each unit to 15 inputs, but layer 2 has only 12.  Say {"name": "sparse", "connections": 12} or fewer.',
  ]);
});

test('more examples than there are, and no whole minibatches of them, are refused', async (t) => {
  const data = { use: 'shapeset', with: { validation: 200, test: 100, train: 40 } };
  const rates = {
    use: 'rates',
    inputs: { data: 'shapes', network: 'network' },
    with: { examples: 45, method: 'gradientVariance' },
  };
  const greedy = { ...monitor, with: { every: 100 } };
  const problems = await problemsIn(t, pipeline({ shapes: data, train, probe, rates, monitor: greedy }));
  t.deepEqual(rules(problems), [
    'probe.with.examples is 300, but there are only 100 test examples.  Take at most 100.',
    'rates.with.examples is 45, but there are only 40 training examples.  Take at most 40.',
    'rates.with.examples is 45, which is not two or more whole minibatches of 10.  Take 50.',
    'monitor.with.examples is 300, but there are only 100 test examples.  Take at most 100.',
    'monitor.with.validation is 10000, but there are only 200 validation examples.  Take at most 200.',
  ]);
});

test('a monitor needs the rates that its training has, and a spacing that its training records', async (t) => {
  const rates = { use: 'rates', inputs: { data: 'shapes', network: 'network' } };
  const rated = { ...train, inputs: { ...train.inputs, rates: 'rates' } };
  const without = { ...monitor, with: { ...monitor.with, every: 150 } };
  t.deepEqual(rules(await problemsIn(t, pipeline({ rates, train: rated, monitor: without }))), [
    'monitor.inputs.training was given rates of its own, which the monitor needs too.  Add rates to its inputs: "rates": "rates".',
    "monitor.with.every is 150, which is no multiple of the training's recordEvery, 100: not all of its states are recorded.  Take 200, or another recordEvery for the training.",
  ]);
  const needless = { ...monitor, inputs: { ...monitor.inputs, rates: 'rates' } };
  t.deepEqual(rules(await problemsIn(t, pipeline({ rates, train, monitor: needless }))), [
    'monitor.inputs.rates is not an input of the training that is looked at.  Remove it here, or give it to the training too.',
  ]);
});

test("what depends on a stage's wrong parameters is not guessed at", async (t) => {
  const wrong = { use: 'initialise', with: { layers: 'many', scheme: { $matrix: 'scheme' } } };
  t.deepEqual(rules(await problemsIn(t, pipeline({ network: wrong, train, probe }))), [
    'network.with.layers must be an array.  It is "many".',
  ]);
});

test("a stage that declares no columns is not checked before it runs; one of a project's own can declare them, and check", async (t) => {
  const project = await makeProject(t);
  const figure = { use: 'figure', inputs: { tables: 'one' }, with: { table: 'table', x: { column: 'n' } } };
  await project.write('pipelines/p.json', {
    name: 'p',
    stages: {
      one: { use: './stages/number' },
      two: { use: './stages/checked', inputs: { table: 'one' }, with: { least: 3 } },
      drawn: { ...figure, with: { ...figure.with, measures: [{ column: 'm' }] } },
      drawnToo: {
        ...figure,
        inputs: { tables: 'two' },
        with: { x: { column: 'vale' }, measures: [{ column: 'value' }] },
      },
    },
  });
  await project.write(
    'stages/checked/declaration.js',
    `export const declaration = {
      name: 'checked', version: 1, title: 'Checked', description: 'Checks itself.',
      parameters: { type: 'object', properties: { least: { type: 'integer', default: 0 }, most: { type: 'integer', default: 1 } } },
      inputs: { table: { description: 'A table.', outputs: ['table'] } },
      outputs: { table: { mediaType: 'text/csv', description: 'A table.',
        known: () => ({ columns: [{ name: 'value', type: 'number', title: 'value' }] }) } },
      check: ({ parameters: { least, most } }) =>
        least > most ? [{ at: { parameter: ['most'] }, rule: 'is less than least.', remedy: 'Raise it.' }] : [] };`,
  );
  await project.write('stages/checked/run.js', 'export const run = () => undefined;');
  t.deepEqual(rules(await problemsOf(project.plan('pipelines/p.json'))), [
    'two.with.most is less than least.  Raise it.',
    'drawnToo.with.x.column is "vale", which is no column of the table.  Did you mean value?',
  ]);
});

test('one meaning has one recipe, however it is written', async (t) => {
  const project = await makeProject(t);
  const recipes = async (use: string, parameter: string, written: readonly (string | JsonObject)[]) => {
    const inputs = use === 'rates' ? { inputs: { data: 'shapes', network: 'network' } } : {};
    const stages: Readonly<Record<string, object>> = Object.fromEntries(
      written.map((value, index) => [`s${index}`, { use, ...inputs, with: { [parameter]: value } }]),
    );
    await project.write('pipelines/p.json', {
      name: 'p',
      stages: { shapes, network: { use: 'initialise' }, ...stages },
    });
    const { tasks } = await project.plan('pipelines/p.json');
    return new Set(
      tasks.filter(({ id }) => id.startsWith('s') && id !== 'shapes').map(({ recipe }) => recipe),
    ).size;
  };
  const he = ['he', { name: 'he' }, { name: 'he', gain: Math.SQRT2, distribution: 'normal' }];
  t.is(await recipes('initialise', 'scheme', he), 1);
  t.is(await recipes('initialise', 'scheme', ['sparse', { name: 'sparse', sd: 1, connections: 15 }]), 1);
  t.is(await recipes('initialise', 'scheme', ['he', { name: 'he', gain: 1 }, 'orthogonal']), 3);
  const variance = ['gradientVariance', { name: 'gradientVariance', batch: 10 }];
  t.is(await recipes('rates', 'method', variance), 1);
});

test('a claim that leaves open which cell it means is told of before anything runs, with what to name', async (t) => {
  const matrix = { scheme: ['standard', 'normalised'], seed: [1, 2] };
  const told = async (part: object, more: object = { matrix }) => {
    const seeded = { ...network, with: { ...network.with, seed: { $matrix: 'seed' } } };
    const claims = [{ ...claim, ...part }];
    return rules(await problemsIn(t, pipeline({ network: seeded, probe }, { ...more, claims })));
  };
  t.deepEqual(await told({}), [
    'claim "c": where leaves 2 cells; it must leave one.  Name seed in it, or gather it by over.',
  ]);
  t.deepEqual(await told({ where: { layer: 1 } }), [
    'claim "c": where leaves 4 cells; it must leave one.  Name scheme and seed in it.',
  ]);
  const where = { scheme: 'standard', seed: 1, layer: 1 };
  t.deepEqual(await told({ where, relativeTo: { where: { seed: 1, layer: 1 } } }), [
    'claim "c": relativeTo.where leaves 2 cells; it must leave one.  Name scheme in it, or gather it by over.',
  ]);
  t.deepEqual(await told({ over: { variable: 'seed' }, where: { layer: 1 } }), [
    'claim "c": where leaves 2 cells of one seed; it must leave one.  Name scheme in it.',
  ]);
  t.deepEqual(await told({ over: { variable: 'seed' } }), []);
  t.deepEqual(await told({ where }), []);
  t.deepEqual(await told({}, { matrix: { ...matrix, seed: [1] } }), [], 'one value need not be named');
});

test('a member that no stage has is told alone: what reads the stage still finds it', async (t) => {
  const stages = { probe: { ...probe, examples: 50 }, figure: figureOf('probe.activations', {}) };
  t.deepEqual(rules(await problemsIn(t, pipeline(stages))), [
    'stages.probe.examples is not a member of a stage.  There is: use, description, with, inputs.',
  ]);
});

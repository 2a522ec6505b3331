import test from 'ava';
import type { ExamplesDescription } from '../../../src/data/examples.js';
import { streamMediaType } from '../../../src/data/examples.js';
import { encodeExamples } from '../../../src/data/split.js';
import { encodeStream } from '../../../src/data/stream.js';
import type { Input, InputArtifact } from '../../../src/stage/contract.js';
import { decisionValues } from '../../../stages/svm/classify.js';
import { declaration } from '../../../stages/svm/declaration.js';
import { pairsOf, trainMachine } from '../../../stages/svm/machine.js';
import { run } from '../../../stages/svm/run.js';
import { artifact, inputWith, smallExamples } from '../../training/small.js';
import { tableOf } from '../../training/tables.js';
import { outputOf, runStage } from '../in-memory.js';
import { refusalOf } from '../refusal.js';
import { ofClass, withKernels } from './small-classes.js';

/** Grey levels and labels of chance, with more light in pixel 2·label. */
const images = [
  [207, 196, 25, 246, 67, 211],
  [151, 103, 166, 185, 142, 23],
  [72, 89, 110, 42, 229, 136],
  [203, 230, 68, 176, 127, 135],
  [172, 0, 157, 55, 250, 6],
  [19, 188, 44, 191, 154, 56],
  [196, 183, 181, 112, 251, 189],
  [192, 34, 148, 201, 206, 38],
  [4, 238, 137, 87, 233, 195],
  [156, 83, 176, 1, 192, 144],
  [118, 159, 166, 172, 92, 252],
  [71, 23, 10, 233, 137, 192],
  [150, 135, 151, 92, 247, 224],
  [149, 100, 201, 225, 67, 123],
  [219, 225, 19, 155, 122, 19],
  [136, 123, 30, 185, 229, 73],
  [221, 209, 183, 159, 130, 83],
  [178, 146, 21, 119, 153, 203],
  [213, 47, 16, 12, 93, 107],
  [233, 137, 158, 67, 110, 142],
  [124, 20, 53, 252, 191, 59],
  [137, 48, 4, 43, 200, 218],
  [250, 54, 141, 239, 215, 205],
  [178, 39, 131, 157, 190, 204],
];
const labels = images.map((_, example) => example % 3);
const others = [
  [79, 29, 136, 54, 166, 117],
  [198, 149, 44, 219, 135, 209],
  [234, 239, 197, 100, 180, 233],
  [169, 29, 26, 64, 252, 190],
  [214, 226, 12, 134, 232, 162],
];

/**
 * What scikit-learn 1.9.1 (LIBSVM) finds for them, divided by 255: SVC(C, gamma, tol=1e-9, decision_function_shape='ovo'), its
 * decision_function(others) and predict(others).
 */
const scikitLearn = [
  {
    C: 1,
    gamma: 0.5,
    decisions: [
      [-0.023517019, 0.087728773, -0.103978985],
      [0.426815734, 0.302246758, -0.269954422],
      [0.309953579, 1.106778647, 0.557910861],
      [0.75828205, 0.532321574, -0.663757984],
      [1.005151031, 0.590488813, -0.65699958],
    ],
    predictions: [0, 0, 0, 0, 0],
  },
  {
    C: 10,
    gamma: 2,
    decisions: [
      [0.470990067, -0.981044706, -0.587887454],
      [0.642228973, -0.046800961, -0.162672413],
      [0.169461628, 1.32199319, 0.696198957],
      [0.852331196, 1.136395864, -1.308343111],
      [1.458655855, 0.474292707, -0.68518088],
    ],
    predictions: [2, 2, 0, 0, 0],
  },
] as const;

const settings = { tolerance: 1e-8, cacheMegabytes: 1 };

for (const { C, gamma, decisions } of scikitLearn)
  test(`with C = ${C} and γ = ${gamma} the decision values are those of LIBSVM`, async (t) => {
    const byLabel = [0, 1, 2].map((label) =>
      ofClass(
        label,
        images.filter((_, k) => labels[k] === label),
      ),
    );
    const classes = await withKernels(byLabel, gamma);
    const machines = [];
    for (const pair of pairsOf(classes))
      machines.push(await trainMachine(classes, pair, { C, ...settings }, () => Promise.resolve()));
    const values = decisionValues(classes, machines, Uint8Array.from(others.flat()), others.length);
    for (const [index, expected] of decisions.flat().entries())
      t.true(Math.abs((values[index] ?? NaN) - expected) < 2e-6, `${values[index]} is not ${expected}`);
  });

const description: ExamplesDescription = {
  title: 'Images of chance',
  height: 2,
  width: 3,
  classes: ['a', 'b', 'c'],
  range: [0, 1],
};

function examples(
  given: readonly (readonly number[])[],
  own: readonly number[],
  described: ExamplesDescription = description,
): InputArtifact {
  const encoded = { images: Uint8Array.from(given.flat()), labels: Uint8Array.from(own) };
  return artifact(encodeExamples(encoded, described), { ...described, count: own.length });
}

const data = inputWith({
  train: examples(images, labels),
  validation: examples(images.slice(0, 7), labels.slice(0, 7)),
  test: examples(others, [2, 2, 0, 0, 1]),
});

test("predictions are LIBSVM's, and the errors are counted from them", async (t) => {
  for (const { C, gamma, predictions } of scikitLearn) {
    const ran = await runStage(declaration, run, { parameters: { C, gamma }, inputs: { data } });
    const rows = tableOf(outputOf(ran, 'predictions')).rows;
    t.deepEqual(
      rows.map(({ prediction }) => prediction),
      predictions,
    );
    const errors = rows.filter(({ label, prediction }) => label !== prediction).length;
    const [, test] = tableOf(outputOf(ran, 'errors')).rows;
    t.deepEqual(test, { split: 'test', examples: 5, errors, errorRate: errors / 5 });
  }
});

/** The numbers of support vectors are those of scikit-learn's dual_coef_ that are not 0. */
test('the machine of each pair and all together are told, examples and support vectors of all counted once', async (t) => {
  const parameters = { C: 10, gamma: 2, tolerance: 1e-6 };
  const ran = await runStage(declaration, run, { parameters, inputs: { data } });
  const rows = tableOf(outputOf(ran, 'machine')).rows;
  t.deepEqual(
    rows.map(({ pair, examples, supportVectors }) => [pair, examples, supportVectors]),
    [
      ['a–b', 16, 14],
      ['a–c', 16, 14],
      ['b–c', 16, 13],
      ['all pairs', 24, 22],
    ],
  );
  t.deepEqual(ran.progress.at(-1), { done: 60, total: 60, unit: 'examples' });
});

/** Five classes of images whose bits are compared. */
const five = inputWith({
  train: smallExamples(300, 1),
  validation: smallExamples(90, 2),
  test: smallExamples(110, 3),
});

test('no bit depends on the cache or on the number of threads', async (t) => {
  const bytes = async (cacheMegabytes: number, threads: number): Promise<readonly Buffer[]> => {
    const ran = await runStage(declaration, run, {
      parameters: { C: 5, gamma: 1, cacheMegabytes },
      inputs: { data: five },
      threads,
    });
    return Object.values(ran.outputs).map((output) => output.bytes);
  };
  const expected = await bytes(512, 1);
  t.is(expected.length, 3);
  for (const [cacheMegabytes, threads] of [
    [1, 1],
    [512, 2],
    [512, 3],
  ] as const)
    t.deepEqual(await bytes(cacheMegabytes, threads), expected);
});

test('the order of the examples of different classes does not matter, and classes keep their own order', async (t) => {
  const order = images.map((_, k) => k).toSorted((a, b) => (labels[b] ?? 0) - (labels[a] ?? 0) || a - b);
  const sorted = examples(
    order.map((k) => images[k] ?? []),
    order.map((k) => labels[k] ?? 0),
  );
  const outputs = async (input: Input) =>
    (await runStage(declaration, run, { inputs: { data: input } })).outputs;
  t.deepEqual(
    await outputs({ ...data, artifacts: { ...data.artifacts, train: sorted } }),
    await outputs(data),
  );
});

test('a class without training examples is never predicted, and is in no pair', async (t) => {
  const more = { ...description, classes: ['none', 'a', 'b', 'c'] };
  const input = inputWith({
    train: examples(
      images,
      labels.map((label) => label + 1),
      more,
    ),
    validation: examples(images.slice(0, 7), labels.slice(0, 7), more),
    test: examples(others, [0, 1, 2, 3, 0], more),
  });
  const ran = await runStage(declaration, run, { inputs: { data: input } });
  t.true(tableOf(outputOf(ran, 'predictions')).rows.every(({ prediction }) => Number(prediction) >= 1));
  t.deepEqual(
    tableOf(outputOf(ran, 'machine')).rows.map(({ pair }) => pair),
    ['a–b', 'a–c', 'b–c', 'all pairs'],
  );
});

test('the first so many examples of a stream without end can be trained on; all of them are refused, with the remedy', async (t) => {
  const shapes = {
    ...description,
    title: 'Shapes',
    height: 32,
    width: 32,
    classes: 'a b c d e f g h i'.split(' '),
  };
  const stream = encodeStream({ generator: 'shapeset', seed: 1, purpose: 'train images' });
  const train = artifact(Buffer.from(stream), { ...shapes }, streamMediaType);
  const test = artifact(
    Buffer.from(encodeStream({ generator: 'shapeset', seed: 1, purpose: 'test images', count: 20 })),
    { ...shapes, count: 20 },
    streamMediaType,
  );
  const inputs = { data: inputWith({ train, validation: test, test }) };
  const ran = await runStage(declaration, run, { parameters: { examples: 30 }, inputs });
  t.is(tableOf(outputOf(ran, 'machine')).rows.at(-1)?.examples, 30);
  t.is(
    await refusalOf(() => runStage(declaration, run, { inputs })),
    'input data  has training examples without end, and a machine is trained on a fixed set.  Give the stage shapeset a number, such as "train": 10000.',
  );
});

test('examples of one class alone are refused', async (t) => {
  const train = examples(images.slice(0, 2), [1, 1]);
  const input = { ...data, artifacts: { ...data.artifacts, train } };
  t.is(
    await refusalOf(() => runStage(declaration, run, { inputs: { data: input } }), 'nothing'),
    'Images of chance  has among its first 2 examples only class b.  Take more examples: a machine tells classes apart.',
  );
});

test('an abort ends the work', async (t) => {
  const signal = AbortSignal.abort(new Error('stopped'));
  await t.throwsAsync(runStage(declaration, run, { inputs: { data }, signal }), { message: 'stopped' });
});

import test from 'ava';
import { balancedSplit, type PerClass } from '../../../stages/photographs/balance.js';

const classes = ['birds', 'fish', 'tools'].map((name, label) =>
  Array.from({ length: 20 + label }, (_, index) => `${name}/${index}`),
);
const perClass = { train: 10, validation: 4, test: 5 };

function split(seed = 1, wanted: PerClass = perClass) {
  return balancedSplit(seed, classes, wanted);
}

test('every class gives the same number of images to each part', (t) => {
  for (const part of ['train', 'validation', 'test'] as const)
    for (const [label, files] of classes.entries()) {
      const ofClass = split()[part].filter((example) => example.label === label);
      t.is(ofClass.length, perClass[part]);
      t.true(ofClass.every(({ file }) => files.includes(file)));
    }
});

test('no image is in two parts, or twice in one', (t) => {
  const { train, validation, test } = split();
  const files = [...train, ...validation, ...test].map(({ file }) => file);
  t.is(new Set(files).size, 3 * (10 + 4 + 5));
});

test('examples go round the classes', (t) => {
  t.deepEqual(
    split().train.slice(0, 7).map(({ label }) => label),
    [0, 1, 2, 0, 1, 2, 0],
  ); // prettier-ignore
});

test('the seed decides which images go where', (t) => {
  t.deepEqual(split(1), split(1));
  t.notDeepEqual(split(1), split(2));
});

test('classes of equal size are not permuted alike', (t) => {
  const equal = balancedSplit(1, ['a', 'b'].map((name) => Array.from({ length: 20 }, (_, index) => `${name}${index}`)), perClass); // prettier-ignore
  const places = (label: number) =>
    equal.train.filter((example) => example.label === label).map(({ file }) => file.slice(1));
  t.notDeepEqual(places(0), places(1));
});

test('another number of training images changes no other part, and lengthens the training set', (t) => {
  const more = split(1, { ...perClass, train: 11 });
  t.deepEqual(more.test, split().test);
  t.deepEqual(more.validation, split().validation);
  t.deepEqual(more.train.slice(0, 30), split().train);
});

import test from 'ava';
import { classes, labelOfTwo } from '../../../src/data/shapeset/classes.js';

const types = ['triangle', 'parallelogram', 'ellipse'];

test('two shapes have the class that names both, whichever is in front', (t) => {
  for (const [first, one] of types.entries()) {
    for (const [second, other] of types.entries()) {
      const name = classes[labelOfTwo(first, second)]?.split(' + ').sort();
      t.deepEqual(name, [one, other].sort());
    }
  }
});

test('the single shapes are the first three classes', (t) => {
  t.deepEqual(classes.slice(0, 3), types);
});

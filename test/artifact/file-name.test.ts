import test from 'ava';
import fc from 'fast-check';
import { fileName } from '../../src/artifact/file-name.js';
import { hostileStrings } from '../hostile.js';

const safe = /^[A-Za-z0-9_,][A-Za-z0-9.,_-]{0,99}$/;

test('names of tasks and figures are kept as they are, but for brackets', (t) => {
  t.is(fileName('figure-06'), 'figure-06');
  t.is(fileName('train[tanh,standard].trajectory'), 'train-tanh,standard.trajectory');
});

test('no string leaves its folder, is hidden in it, or is too long for it', (t) => {
  for (const text of hostileStrings) t.regex(fileName(text), safe, text);
  t.notThrows(() => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => safe.test(fileName(text))));
  });
});

test('no name is that of a device on Windows, whatever its case and ending', (t) => {
  for (const text of ['CON', 'con', 'nul.txt', 'Aux.', 'COM1', 'lpt9.a.b', '-PRN'])
    t.regex(fileName(text), /-[0-9a-f]{12}$|^[^.]*-/, text);
  t.is(fileName('console'), 'console');
});

test('what had to be cut is told apart by its digest', (t) => {
  const [one, two] = ['a', 'b'].map((end) => fileName('x'.repeat(200_000) + end));
  t.not(one, two);
  t.not(fileName('<'), fileName('>'));
  t.regex(fileName('-'.repeat(200_000)), safe);
});

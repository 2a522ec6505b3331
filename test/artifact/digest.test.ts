import test from 'ava';
import { digestOfJson } from '../../src/artifact/digest.js';

test('a JSON preimage has one digest, whatever the order of its keys', (t) => {
  t.is(digestOfJson('samebits/test/1', { a: 1, b: [2] }), digestOfJson('samebits/test/1', { b: [2], a: 1 }));
});

import test from 'ava';
import { digestOf } from '../../src/artifact/digest.js';
import type { JsonObject } from '../../src/artifact/json.js';
import type { Input } from '../../src/stage/contract.js';
import { cellValueText, cellWords, failuresOf } from '../../src/stage/cell.js';

const input = (cell: JsonObject, ...descriptions: readonly JsonObject[]): Input => ({
  cell,
  artifacts: Object.fromEntries(
    descriptions.map((description, index) => [
      `output${index}`,
      {
        digest: digestOf(''),
        mediaType: 'text/csv',
        description,
        bytes: () => Promise.resolve(Buffer.alloc(0)),
      },
    ]),
  ),
});

test('a cell is named by its matrix variables and their values', (t) => {
  t.is(
    cellWords({ activation: 'tanh', layers: [1024, 9], seed: 1 }),
    'activation tanh, layers [1024,9], seed 1',
  );
  t.is(cellWords({}), '');
});

test('text is shown without quotes, other values as JSON', (t) => {
  t.deepEqual(['tanh', 0.1, true, [1]].map(cellValueText), ['tanh', '0.1', 'true', '[1]']);
});

test('a failure is told once for its cell, and failures further back are passed on with theirs', (t) => {
  const failure = 'diverged at update 312';
  const told = (...inputs: readonly Input[]) => failuresOf({ tables: inputs });
  t.deepEqual(told(input({ seed: 1 }, { failure }, { failure })), ['seed 1: diverged at update 312']);
  t.deepEqual(told(input({}, { failures: ['seed 2: diverged'] }, {})), ['seed 2: diverged']);
  t.deepEqual(told(input({ seed: 2 }, { failures: ['diverged'] })), ['seed 2: diverged']);
  t.deepEqual(told(input({ seed: 2 }, { failures: ['seed 2: diverged'] })), ['seed 2: diverged']);
  t.deepEqual(told(input({ seed: 1 }, {})), []);
});

import test from 'ava';
import fc from 'fast-check';
import { pairRows } from '../../../stages/svm/rows.js';
import { times } from '../../thorough.js';
import { images, pairOf } from './small-classes.js';

/** Rows of 300 floats: 1 MiB holds all of them. */
const pair = await pairOf(images(180, 6, 1), images(120, 6, 2), 0.5);
const oneRow = (300 * 4) / 2 ** 20;

test('a row has the same bits whatever the cache holds, and in whatever order rows are asked for', (t) => {
  const whole = pairRows(pair, 1);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20 }),
      fc.array(fc.nat({ max: 299 }), { minLength: 1, maxLength: 60 }),
      (room, asked) => {
        const rows = pairRows(pair, room * oneRow);
        for (const i of asked) t.deepEqual(rows.row(i), whole.row(i));
        t.is(rows.asked, new Set(asked).size);
      },
    ),
    { numRuns: times(20, 200) },
  );
});

test('two rows stay as they are while both are in use, however small the cache', (t) => {
  const rows = pairRows(pair, 0);
  const [first, second] = [rows.row(10), rows.row(290)];
  t.is(rows.row(10), first);
  t.is(rows.row(290), second);
  t.is(first[290], second[10]);
  t.is(first[10], 1);
});

test('a cache for some rows does not make more of them', (t) => {
  const rows = pairRows(pair, 3 * oneRow);
  const memory = new Set(Array.from({ length: 300 }, (_, i) => rows.row(i).buffer));
  t.is(memory.size, 3);
});

import test from 'ava';
import fc from 'fast-check';
import { isRecorded, nextRecorded } from '../../src/training/grid.js';

test('the grid is 0, 1, 2, 5, 10, 20, 50 and the multiples of its spacing', (t) => {
  const recorded = Array.from({ length: 301 }, (_, update) => update).filter((update) =>
    isRecorded(update, 100),
  );
  t.deepEqual(recorded, [0, 1, 2, 5, 10, 20, 50, 100, 200, 300]);
});

test('the next recorded update is the first after this one that is recorded', (t) => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 1, max: 200 }), (update, every) => {
      let next = update + 1;
      while (!isRecorded(next, every)) next += 1;
      return nextRecorded(update, every) === next;
    }),
  );
  t.pass();
});

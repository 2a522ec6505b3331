import test from 'ava';
import { digestOf } from '../../src/artifact/digest.js';
import { keysAfter } from '../../src/store/last-runs.js';

const [a, b, c] = [digestOf('a'), digestOf('b'), digestOf('c')];

test('a run leaves its keys, and the last ones of tasks that it did not come to; tasks that its pipeline has no more go', (t) => {
  const before = { made: a, failed: a, removed: a };
  const planned = new Set(['made', 'failed', 'new']);
  t.deepEqual(keysAfter({ before, now: before, planned, made: { made: b, new: b } }), {
    made: b,
    failed: a,
    new: b,
  });
});

test('what another run of the pipeline found meanwhile stays, where this one has nothing newer', (t) => {
  const before = { both: a, theirs: a };
  const now = { both: b, theirs: b, onlyTheirs: b };
  t.deepEqual(keysAfter({ before, now, planned: new Set(['both']), made: { both: c } }), {
    both: c,
    theirs: b,
    onlyTheirs: b,
  });
});

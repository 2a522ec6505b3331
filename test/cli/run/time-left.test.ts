import test from 'ava';
import { timeLeft } from '../../../src/cli/run/time-left.js';

const training = { before: 0, done: 0, total: 1000, elapsed: 0, expected: undefined };

test('a slow beginning tells nothing of the time that is left', (t) => {
  // The first update took 2 s, as where kernels are loaded and a network is measured first: not 2000 s are left.
  t.is(timeLeft({ ...training, done: 1, elapsed: 2 }), undefined);
  t.is(timeLeft({ ...training, done: 0, elapsed: 60 }), undefined);
});

test('before its own rate has settled, a task is expected to take what it took before', (t) => {
  t.is(timeLeft({ ...training, done: 10, elapsed: 2, expected: 20 }), 20 * 0.99);
  t.is(timeLeft({ ...training, done: 0, elapsed: 0, expected: 20 }), 20);
});

test('after a twentieth of its work, or ten seconds, its own rate tells', (t) => {
  t.is(timeLeft({ ...training, done: 100, elapsed: 2, expected: 50 }), 18);
  t.is(timeLeft({ ...training, done: 10, elapsed: 10 }), 990);
});

test('what an earlier run did is not in the rate of one that goes on from it', (t) => {
  t.is(timeLeft({ ...training, before: 900, done: 950, elapsed: 5 }), 5);
});

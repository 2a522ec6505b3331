import test from 'ava';
import { steadyPace } from '../../src/training/pace.js';

test('chunks grow to what fits in half of 200 ms, at most doubling', (t) => {
  const pace = steadyPace(1000);
  const sizes = Array.from({ length: 8 }, () => {
    const size = pace.updates();
    pace.took(size, size * 10);
    return size;
  });
  t.deepEqual(sizes, [1, 2, 4, 8, 10, 10, 10, 10]);
});

test('a chunk has at least one update and at most the given number, however slow or fast', (t) => {
  const slow = steadyPace(1000);
  slow.took(1, 60_000);
  t.is(slow.updates(), 1);
  const fast = steadyPace(5);
  for (let i = 0; i < 10; i++) fast.took(fast.updates(), 0);
  t.is(fast.updates(), 5);
});

test('a chunk that ended early at a recorded update does not make the next ones smaller', (t) => {
  const pace = steadyPace(1000);
  for (let i = 0; i < 10; i++) pace.took(pace.updates(), pace.updates());
  t.is(pace.updates(), 100);
  pace.took(1, 1);
  t.is(pace.updates(), 100);
});

import test from 'ava';
import fc from 'fast-check';
import { Draws } from '../../src/random/draws.js';
import { subset } from '../../src/random/subset.js';

test('a subset has as many members as asked, each once, in ascending order and in range', (t) => {
  fc.assert(
    fc.property(fc.nat(30), fc.nat(30), fc.maxSafeNat(), (count, rest, item) => {
      const chosen = subset(new Draws(1, 'connections', item), count, count + rest);
      t.deepEqual(
        chosen,
        [...new Set(chosen)].sort((a, b) => a - b),
      );
      t.is(chosen.length, count);
      t.true(chosen.every((member) => member >= 0 && member < count + rest));
    }),
  );
});

test('every subset is as likely as any other', (t) => {
  const times = new Map<string, number>();
  const trials = 20_000;
  for (let item = 0; item < trials; item++) {
    const key = subset(new Draws(1, 'connections', item), 2, 5).join();
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  t.is(times.size, 10);
  const expected = trials / 10;
  const chiSquare = [...times.values()].reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
  t.true(chiSquare < 27.9, `χ² with 9 degrees of freedom: ${chiSquare}`);
});

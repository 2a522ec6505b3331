import test from 'ava';
import { grouped } from '../../../stages/theory/grouped.js';

test('few numbers are each their own group, many are computed in 32, each result at its number', (t) => {
  const square = (x: number) => x * x;
  t.deepEqual([...grouped(Float64Array.of(3, 1, 2), square)], [9, 1, 4]);
  const many = Float64Array.from({ length: 500 }, (_, index) => 1 + ((index * 37) % 500) / 500);
  let computed = 0;
  const results = grouped(many, (x) => {
    computed++;
    return square(x);
  });
  t.is(computed, 32);
  for (const [index, x] of many.entries())
    t.true(Math.abs((results[index] ?? NaN) - square(x)) < 0.07, `${x}: ${results[index]}`);
});

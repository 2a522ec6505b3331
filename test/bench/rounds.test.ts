import test from 'ava';
import { interleaved } from '../../bench/rounds.js';

test('contenders are measured by turns, and the first round is not counted', async (t) => {
  const order: string[] = [];
  let value = 0;
  const measured = (name: string) => ({
    round: () => {
      order.push(name);
      return value++;
    },
  });
  const values = await interleaved({ a: measured('a'), b: measured('b') }, 2);
  t.deepEqual(order, ['a', 'b', 'a', 'b', 'a', 'b']);
  t.deepEqual(values, { a: [2, 4], b: [3, 5] });
});

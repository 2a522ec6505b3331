import test from 'ava';
import fc from 'fast-check';
import { discordance, errorsIn, type Mistakes } from '../../../src/claim/significance/discordance.js';

const mistakes = (wrong: readonly boolean[]): Mistakes => new Map(wrong.entries());

test('counted is what one alone gets wrong', (t) => {
  const [first, second] = [
    mistakes([true, true, false, false, true]),
    mistakes([true, false, true, false, false]),
  ];
  t.deepEqual(discordance(first, second), [2, 1]);
  t.is(errorsIn(first), 3);
});

test('the difference of the two counts is that of the errors', (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean())), (pairs) => {
      const [first, second] = [mistakes(pairs.map(([a]) => a)), mistakes(pairs.map(([, b]) => b))];
      const [onlyFirst, onlySecond] = discordance(first, second) ?? [NaN, NaN];
      t.is(onlyFirst - onlySecond, errorsIn(first) - errorsIn(second));
      t.deepEqual(discordance(second, first), [onlySecond, onlyFirst]);
    }),
  );
});

test('networks that were asked about different examples are not compared', (t) => {
  t.is(discordance(mistakes([true]), mistakes([true, false])), undefined);
  t.is(discordance(mistakes([true]), new Map([[7, true]])), undefined);
});

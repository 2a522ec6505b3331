import test from 'ava';
import fc from 'fast-check';
import { type Candidate, choicesOf, tiedWithBest, warningOf } from '../../../stages/select/choice.js';

const by = { column: 'errorRate', where: {}, row: 'only', best: 'least' } as const;

const candidate = (rate: number, value: number, failures: readonly string[] = []): Candidate => ({
  cell: { activation: 'tanh', rate },
  value,
  shown: {},
  failures,
});

/** The choice among cells that differ in the rate. */
function choiceOf(...candidates: readonly Candidate[]) {
  const [choice, ...others] = choicesOf(candidates, { over: ['rate'], by });
  if (choice === undefined || others.length > 0) throw new Error('the cells are one group');
  return choice;
}

test('in each group the least value is chosen, or the greatest where that is the best', (t) => {
  const cells = fc.array(
    fc.record({
      group: fc.integer({ min: 0, max: 2 }),
      value: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(NaN)),
      failures: fc.oneof(fc.constant([]), fc.constant(['it diverged'])),
    }),
  );
  fc.assert(
    fc.property(cells, fc.constantFrom('least' as const, 'greatest' as const), (list, best) => {
      const candidates = list.map(({ group, value, failures }, rate): Candidate => ({
        cell: { group, rate },
        value,
        failures,
        shown: {},
      }));
      const choices = choicesOf(candidates, { over: ['rate'], by: { ...by, best } });
      t.is(choices.flatMap((choice) => choice.candidates).length, candidates.length);
      for (const { group, candidates: own, ranked } of choices) {
        t.true(own.every(({ cell }) => cell.group === group.group));
        const usable = own.filter(({ value, failures }) => !Number.isNaN(value) && failures.length === 0);
        const wanted = (best === 'least' ? Math.min : Math.max)(...usable.map(({ value }) => value));
        t.is(
          ranked[0],
          usable.find(({ value }) => value === wanted),
        );
      }
    }),
  );
});

test('of equal cells the first in matrix order is chosen, and it is said how many others there are', (t) => {
  const choice = choiceOf(candidate(1, 0.3), candidate(2, 0.2), candidate(3, 0.2), candidate(4, 0.2));
  t.is(choice.ranked[0]?.cell.rate, 2);
  t.is(tiedWithBest(choice), 2);
});

test('a chosen value at the edge of those searched is a warning to search on', (t) => {
  const warning = (...values: readonly number[]) =>
    warningOf(choiceOf(...values.map((value, at) => candidate(10 ** at / 1000, value))), ['rate']);
  t.is(warning(0.1, 0.2, 0.3), 'rate 0.001 is the least searched: search beyond');
  t.is(warning(0.3, 0.2, 0.1), 'rate 0.1 is the greatest searched: search beyond');
  t.is(warning(0.3, 0.1, 0.2), '');
  t.is(warning(0.3), '');
});

test('beyond a value whose neighbour failed there is nothing to search', (t) => {
  const choice = choiceOf(candidate(0.01, 0.3), candidate(0.1, 0.2), candidate(1, 0.1, ['it diverged']));
  t.is(choice.ranked[0]?.cell.rate, 0.1);
  t.is(warningOf(choice, ['rate']), '');
});

test('each searched variable at its edge is named; one of words has none', (t) => {
  const cells = [
    { rate: 1, depth: 4, order: 'shuffled' },
    { rate: 2, depth: 5, order: 'sequential' },
  ];
  const [choice] = choicesOf(
    cells.map((cell, value): Candidate => ({ cell, value, shown: {}, failures: [] })),
    { over: ['rate', 'depth', 'order'], by },
  );
  t.is(
    choice === undefined ? '' : warningOf(choice, ['rate', 'depth', 'order']),
    'rate 1 is the least searched; depth 4 is the least searched: search beyond',
  );
});

import test from 'ava';
import type { Contender } from '../../bench/contenders.js';
import { checkAll, startAll } from '../../bench/start.js';

function contender(name: string, cost: number, absent?: string): Contender {
  return {
    ...{ name, limit: 'fma', ...(absent === undefined ? {} : { absent }) },
    open: () => Promise.resolve({ hello: {}, ask: () => Promise.resolve({ cost }), close: () => undefined }),
  };
}

test('contenders that compute the same are found to', async (t) => {
  const { started, notes } = await startAll([contender('one', 1.5), contender('other', 1.50001)], '');
  t.deepEqual(notes, []);
  t.regex(await checkAll(started), /all have the cost 1\.5/);
});

for (const cost of [1.51, NaN])
  test(`a contender with the cost ${cost} instead of 1.5 ends the comparison`, async (t) => {
    const { started } = await startAll([contender('one', 1.5), contender('wrong', cost)], '');
    await t.throwsAsync(checkAll(started), { message: /wrong, \d threads?: its cost/ });
  });

test('who is absent, or does not start, is told and does not take part', async (t) => {
  const broken: Contender = {
    ...contender('broken', 0),
    open: () => Promise.reject(new Error('no such program')),
  };
  const { started, notes } = await startAll([contender('gone', 1, 'npm run bench:setup'), broken], '');
  t.deepEqual(started, []);
  t.deepEqual(notes, ['gone is absent: npm run bench:setup', 'broken did not start: no such program']);
});

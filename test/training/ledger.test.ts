import test from 'ava';
import { digestOf } from '../../src/artifact/digest.js';
import { notedRows } from '../../src/training/history.js';
import { type Ledger, openLedger } from '../../src/training/ledger.js';
import type { Recorded } from '../../src/training/recorded.js';
import { testChain, type TestChain } from './chain.js';

function recorded(update: number): Recorded {
  const bytes = Buffer.from(`state ${update}`);
  const means = update === 0 ? { cost: null, errorRate: null } : { cost: 1 / update, errorRate: 0.5 };
  return { row: { update, ...means, digest: digestOf(bytes) }, bytes };
}

/** A ledger whose clock the test moves. */
function ledgerAt(chain: TestChain, clock: { now: number }): Ledger {
  return openLedger({ chain, recordEvery: 100, noted: [], start: recorded(0), now: () => clock.now });
}

test('a state is kept at the first recorded update a second after the last that was kept', async (t) => {
  const chain = testChain();
  const clock = { now: 0 };
  const ledger = ledgerAt(chain, clock);
  for (const [update, seconds] of [
    [0, 0],
    [1, 0.9],
    [2, 1],
    [5, 1.9],
    [10, 2],
    [20, 2.1],
  ] as const) {
    clock.now = seconds * 1000;
    await ledger.add(recorded(update));
  }
  t.deepEqual(chain.steps(), [2, 10]);
});

test('keeping states takes at most half a percent of the time', async (t) => {
  const chain = testChain();
  const clock = { now: 0 };
  const slow: TestChain = {
    ...chain,
    keep: async (state, bytes) => {
      clock.now += 50;
      await chain.keep(state, bytes);
    },
  };
  const ledger = ledgerAt(slow, clock);
  for (const update of [0, 1, 2, 5, 10]) {
    clock.now += 4000;
    await ledger.add(recorded(update));
  }
  t.deepEqual(chain.steps(), [1, 10]);
});

test('settling keeps the newest state of the grid, and once only', async (t) => {
  const chain = testChain();
  const ledger = ledgerAt(chain, { now: 0 });
  for (const update of [0, 1, 2]) await ledger.add(recorded(update));
  await ledger.settle();
  chain.lose(2);
  await ledger.settle();
  t.deepEqual(chain.steps(), []);
});

test('the last row of a run that ends off the grid is its own: no note holds it, no state is kept of it', async (t) => {
  const chain = testChain();
  const ledger = ledgerAt(chain, { now: 0 });
  for (const update of [0, 1, 2, 3]) await ledger.add(recorded(update));
  await ledger.settle();
  t.deepEqual(ledger.newest(), recorded(3));
  t.deepEqual(
    ledger.rows.map(({ update }) => update),
    [0, 1, 2, 3],
  );
  t.deepEqual(chain.steps(), [2]);
  t.deepEqual(
    notedRows(await chain.states()),
    [0, 1, 2].map((update) => recorded(update).row),
  );
});

test('each state notes the rows since the one before, and together they are all rows', async (t) => {
  const chain = testChain();
  const clock = { now: 0 };
  const ledger = ledgerAt(chain, clock);
  for (const update of [0, 1, 2, 5, 10, 20, 50, 100]) {
    clock.now += 600;
    await ledger.add(recorded(update));
  }
  const states = await chain.states();
  t.deepEqual(
    states.map(({ notes }) => notes.length),
    [2, 2, 2, 2],
  );
  t.deepEqual(notedRows(states), ledger.rows);
});

test('a state that is kept again keeps the notes that lead to it', async (t) => {
  const chain = testChain();
  const clock = { now: 0 };
  const noted = [0, 1, 2, 5].map((update) => recorded(update).row);
  const ledger = openLedger({ chain, recordEvery: 100, noted, start: recorded(0), now: () => clock.now });
  for (const update of [0, 1, 2]) await ledger.add(recorded(update));
  await ledger.settle();
  t.deepEqual(notedRows(await chain.states()), noted.slice(0, 3));
});

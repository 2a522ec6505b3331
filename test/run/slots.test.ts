import test from 'ava';
import { openSlots, type Leave, type Limits } from '../../src/run/slots.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Places that write down who got one, and in which order. */
function places(limits: Limits) {
  const slots = openSlots(limits);
  const entered: string[] = [];
  const leaves = new Map<string, Leave>();
  const ask = async (name: string, rank: number, memory = 0) => {
    const leave = await slots.enter({ rank, memory });
    entered.push(leave === undefined ? `not ${name}` : name);
    if (leave !== undefined) leaves.set(name, leave);
  };
  const leave = async (name: string) => {
    leaves.get(name)?.();
    await turn();
  };
  return { slots, entered, ask, leave };
}

test('at most so many tasks run as there are jobs, the first in rank first', async (t) => {
  const { entered, ask, leave } = places({ jobs: 2, memory: 100 });
  void ask('third', 3);
  void ask('first', 1);
  void ask('second', 2);
  await turn();
  t.deepEqual(entered, ['first', 'second']);
  await leave('first');
  t.deepEqual(entered, ['first', 'second', 'third']);
});

test('tasks run together only where their memory fits; a smaller one may go before one that does not fit yet', async (t) => {
  const { entered, ask, leave } = places({ jobs: 4, memory: 100 });
  void ask('large', 1, 70);
  void ask('also large', 2, 70);
  void ask('small', 3, 30);
  await turn();
  t.deepEqual(entered, ['large', 'small']);
  await leave('small');
  t.deepEqual(entered, ['large', 'small']);
  await leave('large');
  t.deepEqual(entered, ['large', 'small', 'also large']);
});

test('one task always runs, whatever memory it needs', async (t) => {
  const { entered, ask } = places({ jobs: 4, memory: 100 });
  void ask('huge', 1, 1000);
  await turn();
  t.deepEqual(entered, ['huge']);
});

test('no place is given while it is not known what else will ask for one', async (t) => {
  const { slots, entered, ask } = places({ jobs: 1, memory: 100 });
  void ask('second', 2);
  await slots.beforeNext(async () => {
    await turn();
    void ask('first', 1);
  });
  await turn();
  t.deepEqual(entered, ['first']);
});

test('once closed nothing is given a place, and who waits is told', async (t) => {
  const { slots, entered, ask } = places({ jobs: 1, memory: 100 });
  void ask('runs', 1);
  void ask('waits', 2);
  await turn();
  slots.close();
  await ask('comes later', 3);
  t.deepEqual(entered, ['runs', 'not waits', 'not comes later']);
});

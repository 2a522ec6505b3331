import test from 'ava';
import fc from 'fast-check';
import { passProbability, wrongParts } from '../../src/audit/chance.js';
import { drawParts } from '../../src/audit/draw.js';

const stretches = { one: 'stretch', many: 'stretches' };

/** How many of all subsets of `drawn` of `of` numbers have none below `wrong`. */
function shareWithout(drawn: number, of: number, wrong: number): number {
  let [all, without] = [0, 0];
  for (let bits = 0; bits < 1 << of; bits++) {
    const chosen = Array.from({ length: of }, (_, index) => index).filter((index) => (bits >> index) & 1);
    if (chosen.length !== drawn) continue;
    all++;
    if (chosen.every((index) => index >= wrong)) without++;
  }
  return without / all;
}

test('the probability of passing is the share of all choices that have no wrong stretch', (t) => {
  for (const [drawn, of, wrong] of [
    [0, 5, 2],
    [3, 8, 1],
    [4, 10, 3],
    [6, 12, 2],
    [5, 9, 5],
    [9, 9, 1],
  ] as const)
    t.true(Math.abs(passProbability(drawn, of, wrong) - shareWithout(drawn, of, wrong)) < 1e-12);
});

test('with all stretches done again nothing wrong passes, and with nothing wrong everything does', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(300), (of, some) => {
      const drawn = some % (of + 1);
      t.is(passProbability(of, of, 1), 0);
      t.is(passProbability(drawn, of, 0), 1);
      t.true(passProbability(drawn, of, 1) >= passProbability(drawn, of, Math.min(of, 2)));
    }),
  );
});

test('20 of 500 stretches miss 5 % wrong ones with probability 0.35, and 20 % with 0.01', (t) => {
  t.is(passProbability(20, 500, wrongParts(0.05, 500)).toFixed(3), '0.351');
  t.is(passProbability(20, 500, wrongParts(0.2, 500)).toFixed(4), '0.0105');
});

test('audits pass as often as they are said to: over 4,000 draws, within four standard deviations', (t) => {
  const tasks = [40, 25, 15].map((count, item) => ({
    item,
    called: stretches,
    parts: Array.from({ length: count }, (_, from) => ({ from, until: from + 1 })),
  }));
  for (const [drawn, wrong] of [
    [8, 4],
    [20, 2],
    [5, 16],
  ] as const) {
    const wrongOnes = new Set(Array.from({ length: wrong }, (_, index) => (index * 17) % 80));
    let passed = 0;
    for (let seed = 0; seed < 4000; seed++) {
      const chosen = drawParts(tasks, drawn, seed);
      const offsets = [0, 40, 65];
      const places = chosen.flatMap(({ item, parts }) =>
        parts.map(({ from }) => from + (offsets[item] ?? 0)),
      );
      t.is(places.length, drawn);
      if (!places.some((place) => wrongOnes.has(place))) passed++;
    }
    const probability = passProbability(drawn, 80, wrong);
    const deviation = Math.sqrt((probability * (1 - probability)) / 4000);
    t.true(
      Math.abs(passed / 4000 - probability) < 4 * deviation,
      `${drawn} of 80, ${wrong} wrong: ${passed} of 4000 passed, said ${probability}`,
    );
  }
});

test('the seed decides what is drawn, and no more is drawn than there is', (t) => {
  const tasks = [
    {
      item: 'a',
      called: stretches,
      parts: Array.from({ length: 30 }, (_, from) => ({ from, until: from + 1 })),
    },
  ];
  t.deepEqual(drawParts(tasks, 7, 3), drawParts(tasks, 7, 3));
  t.notDeepEqual(drawParts(tasks, 7, 3), drawParts(tasks, 7, 4));
  t.deepEqual(drawParts(tasks, 99, 3)[0]?.parts, tasks[0]?.parts);
});

test('of each kind as many are drawn as is said, whatever there is of others', (t) => {
  const updates = { one: 'measured update', many: 'measured updates' };
  const partsOf = (count: number) => Array.from({ length: count }, (_, from) => ({ from, until: from + 1 }));
  const tasks = [
    { item: 'train', called: stretches, parts: partsOf(500) },
    { item: 'monitor', called: updates, parts: partsOf(12) },
    { item: 'other', called: stretches, parts: partsOf(100) },
    { item: 'second', called: updates, parts: partsOf(3) },
  ];
  for (let seed = 0; seed < 50; seed++) {
    const drawn = drawParts(tasks, 10, seed);
    const count = (kind: string) =>
      drawn.reduce((sum, { called, parts }) => sum + (called.many === kind ? parts.length : 0), 0);
    t.is(count('stretches'), 10);
    t.is(count('measured updates'), 10);
    const alone = drawParts([...tasks.slice(0, 1), ...tasks.slice(2, 3)], 10, seed);
    t.deepEqual(alone[0]?.parts, drawn[0]?.parts, 'monitors change nothing of which stretches are drawn');
  }
  t.is(drawParts(tasks, 99, 1)[1]?.parts.length, 12);
});

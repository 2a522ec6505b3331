import test from 'ava';
import fc from 'fast-check';
import type { Subscription } from 'rxjs';
import { coreShares } from '../../src/run/shares.js';

interface Taking {
  readonly told: number[];
  readonly part: Subscription;
}

function taking(shares: ReturnType<typeof coreShares>): Taking {
  const told: number[] = [];
  return { told, part: shares.subscribe((cores) => void told.push(cores)) };
}

test('one task has all cores, two have half each, and who stays gets back what others leave', (t) => {
  const shares = coreShares(4);
  const first = taking(shares);
  const second = taking(shares);
  first.part.unsubscribe();
  t.deepEqual(first.told, [4, 2]);
  t.deepEqual(second.told, [2, 4]);
});

test('a task is told only when its share changes', (t) => {
  const shares = coreShares(1);
  const first = taking(shares);
  taking(shares).part.unsubscribe();
  t.deepEqual(first.told, [1]);
});

test('whoever comes and goes, each has at least one core and no core is given twice or left over', (t) => {
  const comings = fc.array(fc.oneof(fc.constant('comes' as const), fc.nat(20)), { maxLength: 40 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), comings, (cores, events) => {
      const shares = coreShares(cores);
      const tasks: Taking[] = [];
      for (const event of events) {
        if (event === 'comes') tasks.push(taking(shares));
        else for (const { part } of tasks.splice(event % (tasks.length + 1), 1)) part.unsubscribe();
        const now = tasks.map(({ told }) => told.at(-1) ?? 0);
        if (now.some((share) => share < 1)) return false;
        const sum = now.reduce((all, share) => all + share, 0);
        if (tasks.length > 0 && sum !== Math.max(cores, tasks.length)) return false;
      }
      return true;
    }),
  );
  t.pass();
});

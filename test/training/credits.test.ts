import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { firstValueFrom, map } from 'rxjs';
import { consume, inTurn, lend, type Lent } from '../../src/training/credits.js';

/** Counts up without end and remembers how far it was asked to. */
function counter(): { source: () => AsyncGenerator<number>; made: () => number; ended: () => boolean } {
  let made = 0;
  let ended = false;
  async function* source(): AsyncGenerator<number> {
    try {
      for (;;) {
        await setImmediate();
        yield made++;
      }
    } finally {
      ended = true;
    }
  }
  return { source, made: () => made, ended: () => ended };
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await setImmediate();
}

test('no more items are out than there are credits, until one is given back', async (t) => {
  const { source, made, ended } = counter();
  const out: Lent<number>[] = [];
  const subscription = lend(source(), 3).subscribe((lent) => out.push(lent));
  await turns(50);
  t.is(made(), 3);
  out[0]?.release();
  await turns(50);
  t.is(made(), 4);
  subscription.unsubscribe();
  await turns(5);
  t.true(ended());
});

test('giving an item back twice gains no credit', async (t) => {
  const { source, made } = counter();
  const out: Lent<number>[] = [];
  const subscription = lend(source(), 1).subscribe((lent) => out.push(lent));
  await turns(10);
  out[0]?.release();
  out[0]?.release();
  await turns(50);
  t.is(made(), 2);
  subscription.unsubscribe();
});

test('a slow consumer behind two operators slows the source: memory stays flat', async (t) => {
  const { source, made } = counter();
  let seen = 0;
  let most = 0;
  const items = lend(source(), 2).pipe(
    inTurn((n) => n),
    inTurn((n) => n),
  );
  const slow = consume(items, async (n) => {
    await turns(20);
    seen += 1;
    most = Math.max(most, made() - seen);
    if (n === 30) throw new Error('enough');
  });
  await t.throwsAsync(slow, { message: 'enough' });
  // Two credits at the source, and one item in each operator.
  t.true(most <= 4, `${most} items were out`);
});

test('a step is not made before what was made of the step before it has been given back', async (t) => {
  const busy: number[] = [];
  const items = lend([1, 2, 3, 4], 4).pipe(
    inTurn((n) => {
      busy.push(n);
      return n;
    }),
  );
  await consume(items, async (n) => {
    await turns(10);
    t.deepEqual(
      busy,
      [1, 2, 3, 4].filter((m) => m <= n),
    );
  });
});

test('items arrive in order and the stream ends with its source', async (t) => {
  const seen: number[] = [];
  await consume(lend([1, 2, 3], 1).pipe(inTurn((n) => n * n)), (n) => void seen.push(n));
  t.deepEqual(seen, [1, 4, 9]);
});

test('unsubscribing stops production, also while the source waits for a credit', async (t) => {
  const { source, made, ended } = counter();
  await firstValueFrom(lend(source(), 1).pipe(map(({ item }) => item)));
  await turns(20);
  t.is(made(), 1);
  t.true(ended());
});

test('an error of the source, of an operator or of the consumer ends the stream with that error', async (t) => {
  async function* broken(): AsyncGenerator<number> {
    yield await Promise.resolve(1);
    throw new Error('source');
  }
  const fail = (message: string) => () => {
    throw new Error(message);
  };
  await t.throwsAsync(
    consume(lend(broken(), 1), () => undefined),
    { message: 'source' },
  );
  await t.throwsAsync(
    consume(lend([1], 1).pipe(inTurn(fail('operator'))), () => undefined),
    {
      message: 'operator',
    },
  );
  await t.throwsAsync(consume(lend([1], 1), fail('consumer')), { message: 'consumer' });
});

import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import fc from 'fast-check';
import type { Observer } from '../../src/stage/contract.js';
import { consume } from '../../src/training/credits.js';
import type { Pace } from '../../src/training/pace.js';
import { prepareTraining } from '../../src/training/prepare.js';
import { training$ } from '../../src/training/training.js';
import type { Step } from '../../src/training/updates.js';
import { alone, smallExamples, smallNetwork, usualNetwork } from './small.js';

const settings = {
  ...usualNetwork,
  learningRate: 0.2,
  batch: 4,
  order: 'shuffled',
  seed: 1,
  recordEvery: 30,
} as const;

interface Setting {
  readonly pace: Pace;
  readonly observers?: readonly Observer[];
  readonly signal?: AbortSignal;
}

/** Every step of a small training of 100 updates, each given back after `work`. */
async function steps(
  setting: Setting,
  work: (step: Step) => void | Promise<void> = () => undefined,
): Promise<readonly Step[]> {
  const { pace, observers = [], signal = new AbortController().signal } = setting;
  const { network, source, record, initial } = await prepareTraining(
    smallExamples(64),
    smallNetwork(),
    settings,
    alone,
  );
  const seen: Step[] = [];
  const stretch = { ...settings, from: 0, until: 100, pace, signal };
  await consume(training$({ ...stretch, network, source, record, observers }, initial), async (step) => {
    seen.push(step);
    await work(step);
  });
  return seen;
}

function recordedIn(all: readonly Step[]): unknown {
  return all.flatMap(({ recorded }) => (recorded === undefined ? [] : [recorded.row]));
}

function paceOf(sizes: readonly number[]): Pace {
  let turn = 0;
  return { updates: () => sizes[turn++ % sizes.length] ?? 1, took: () => undefined };
}

test('every recorded row is the same whatever the chunks', async (t) => {
  const straight = recordedIn(await steps({ pace: paceOf([1000]) }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 9 }),
      async (sizes) => {
        t.deepEqual(recordedIn(await steps({ pace: paceOf(sizes) })), straight);
      },
    ),
    { numRuns: 25 },
  );
});

test('chunks end where a state is recorded, and steps say how far the training is', async (t) => {
  const seen = await steps({ pace: paceOf([20]) });
  t.deepEqual(
    seen.map(({ update }) => update),
    [0, 1, 2, 5, 10, 20, 30, 50, 60, 80, 90, 100],
  );
});

test('a slow consumer slows the training: it is never more than two steps ahead', async (t) => {
  let made = 0;
  const counting: Pace = { updates: () => (made++, 3), took: () => undefined };
  let taken = 0;
  let most = 0;
  await steps({ pace: counting }, async () => {
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    most = Math.max(most, made - taken);
    taken += 1;
  });
  // Two chunks ahead of the network, one step being looked at.
  t.true(most <= 3, `${most} chunks were made ahead`);
  t.true(taken > 30);
});

test('the network does not change while an observer measures it', async (t) => {
  let measured = 0;
  const observer: Observer = {
    wants: () => true,
    measure: async ({ network }) => {
      const before = network.parameters();
      for (let turn = 0; turn < 10; turn++) await setImmediate();
      t.deepEqual(network.parameters(), before);
      measured += 1;
    },
  };
  await steps({ pace: paceOf([5]), observers: [observer] });
  t.is(measured, 11);
});

test('an abort ends the training within two chunks', async (t) => {
  const abort = new AbortController();
  const seen = await steps({ pace: paceOf([1]), signal: abort.signal }, ({ update }) => {
    if (update === 40) abort.abort();
  });
  t.true((seen.at(-1)?.update ?? 0) <= 42);
});

import test from 'ava';
import { corruptionOf } from '../../../stages/pretrain/corruption.js';

function keptIn(update: number, probability: number, seed = 1, count = 100_001): Uint8Array {
  const kept = new Uint8Array(count).fill(9);
  corruptionOf(probability, seed).fill(kept, update);
  return kept;
}

function share(flags: Iterable<number>): number {
  const all = [...flags];
  return all.filter((flag) => flag === 1).length / all.length;
}

test('the share that is set to 0 is the probability, within what chance allows', (t) => {
  for (const probability of [0.01, 0.25, 0.5, 0.9]) {
    const kept = keptIn(3, probability);
    t.true(kept.every((flag) => flag === 0 || flag === 1));
    const deviation = Math.sqrt((probability * (1 - probability)) / kept.length);
    t.true(Math.abs(1 - share(kept) - probability) < 5 * deviation, `${probability}: ${1 - share(kept)}`);
  }
  t.is(share(keptIn(0, 0)), 1);
});

test('neighbours, updates and seeds are independent of each other', (t) => {
  const [one, next, other] = [keptIn(5, 0.25), keptIn(6, 0.25), keptIn(5, 0.25, 2)];
  const both = (a: Uint8Array, b: Uint8Array) => share(a.map((flag, index) => flag & (b[index] ?? 0)));
  const deviation = Math.sqrt((0.5625 * 0.4375) / one.length);
  for (const partner of [one.slice(1), one.slice(2), next, other])
    t.true(Math.abs(both(one.subarray(0, partner.length), partner) - 0.5625) < 6 * deviation);
});

test('an update has the same corruption whatever was drawn before it', (t) => {
  const corruption = corruptionOf(0.25, 1);
  const kept = new Uint8Array(11);
  for (const update of [4, 0, 7, 4]) {
    corruption.fill(kept, update);
    t.deepEqual(kept, keptIn(update, 0.25, 1, 11));
  }
});

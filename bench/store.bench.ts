import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../src/artifact/digest.js';
import { openStore } from '../src/store/store.js';
import { interleaved, type Measured } from './rounds.js';
import { millisecondsOf, summaryOfRates } from './samples.js';
import type { Section } from './section.js';

/** Objects as they are: tables and records of some kilobytes, networks of 20 MB. */
const small = { bytes: 4 << 10, count: 50, name: 'objects of 4 kB' };
const large = { bytes: 20 << 20, count: 3, name: 'objects of 20 MB' };

/** Hashing, and objects written (with fsync) and read (with their digest verified). */
export const bench: Section = async ({ quick, folder }) => {
  const streamed = quick ? 32 : 1024;
  const work: Record<string, Measured> = {
    [`SHA-256 of a stream of ${streamed} MB`]: { round: () => hashed(streamed) },
  };
  for (const { name, bytes, count } of quick ? [small] : [small, large]) {
    const written = objects(join(folder, name), bytes, count);
    work[`put ${name}`] = { round: written.put };
    work[`get ${name}`] = { round: written.get };
  }
  const values = await interleaved(work, quick ? 1 : 5);
  const rows = Object.entries(values).map(([what, rates]) => {
    const { best, median } = summaryOfRates(rates);
    return { what, values: [best, median] };
  });
  return [
    {
      ...{ title: 'hash and store', columns: ['MB/s, best', 'median'], rows },
      notes: [`4 kB objects: MB/s ÷ 0.0041 is objects a second. Measured in ${folder}.`],
    },
  ];
};

async function hashed(megabytes: number): Promise<number> {
  const chunk = Buffer.alloc(1 << 20, 'samebits');
  const milliseconds = await millisecondsOf(() => {
    const hash = createHash('sha256');
    for (let i = 0; i < megabytes; i++) hash.update(chunk);
    hash.digest();
  });
  return (1e3 * megabytes * 1.048576) / milliseconds;
}

/** Puts the same number of objects in each round, new ones in a new store; gets those of the last round. */
function objects(folder: string, bytes: number, count: number) {
  let store = openStore(folder).objects;
  let digests: Digest[] = [];
  let round = 0;
  const megabytes = (count * bytes) / 1e6;
  const put = async (): Promise<number> => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    store = openStore(folder).objects;
    round += 1;
    const all = Array.from({ length: count }, (_, i) => Buffer.alloc(bytes, `${round} ${i} `));
    digests = [];
    const milliseconds = await millisecondsOf(async () => {
      for (const one of all) digests.push(await store.put(one));
    });
    return (1e3 * megabytes) / milliseconds;
  };
  const get = async (): Promise<number> => {
    const milliseconds = await millisecondsOf(async () => {
      for (const digest of digests) await store.read(digest);
    });
    return (1e3 * megabytes) / milliseconds;
  };
  return { put, get };
}

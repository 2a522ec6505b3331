import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { digestOf } from '../../src/artifact/digest.js';
import type { Plan } from '../../src/plan/recipe.js';
import type { RunEvent } from '../../src/run/events.js';
import { openStore, type Store } from '../../src/store/store.js';
import {
  copyOf,
  eventsOf,
  filesOf,
  makeCountingProject,
  outputsOf,
  pipelineFile,
  tasksOf,
} from './counting-project.js';
import { times } from '../thorough.js';

/** What can become of a file; `other` is another of its kind. */
type Harm = (file: string, other: string) => Promise<void>;

const damages: Readonly<Record<string, Harm>> = {
  'its first bit flipped': (file) => flip(file, 0),
  'a bit in its middle flipped': (file) => flip(file, 0.5),
  'its last bit flipped': (file) => flip(file, 1),
  'nothing in it': (file) => writeFile(file, ''),
  'one half of it left': async (file) => {
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length >> 1));
  },
  'something added to it': async (file) => {
    await writeFile(file, 'more', { flag: 'a' });
  },
  'the bytes of another in it': async (file, other) => {
    await writeFile(file, await readFile(other));
  },
  'nothing of it': (file) => rm(file),
};

async function flip(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  const place = Math.round(at * (bytes.length - 1));
  bytes.writeUInt8(bytes.readUInt8(place) ^ (at === 1 ? 128 : 1), place);
  await writeFile(file, bytes);
}

interface Made {
  readonly plan: Plan;
  readonly store: Store;
  readonly files: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  /** A store of its own with the same files. */
  copy(): Promise<Store>;
}

async function madeOnce(t: ExecutionContext): Promise<Made> {
  const project = await makeCountingProject(t);
  const plan = await project.plan(pipelineFile);
  const outputs = outputsOf(await eventsOf(plan, project.store));
  let copies = 0;
  return {
    ...{ plan, store: project.store, files: await filesOf(project.store), outputs },
    copy: () => copyOf(project.store, join(project.folder, `copy-${copies++}`)),
  };
}

function otherOf(file: string, files: readonly string[]): string {
  const kind = (name: string) => name.split('/').slice(0, -2).join('/');
  return files.find((name) => name !== file && kind(name) === kind(file)) ?? file;
}

/** How many tasks made an object. */
function makersOf(file: string, outputs: Made['outputs']): number {
  const digest = file.replace('objects', '').replaceAll('/', '');
  return Object.values(outputs).filter((each) => each === digest).length;
}

/** What is wrong with a damaged store after a run, and after one more; and what the first run did. */
async function wrongAfterRun(
  { plan, outputs }: Made,
  store: Store,
): Promise<[readonly string[], readonly RunEvent[]]> {
  const wrong: string[] = [];
  const events = await eventsOf(plan, store);
  const [found, expected] = [JSON.stringify(outputsOf(events)), JSON.stringify(outputs)];
  if (found !== expected) wrong.push(`other outputs: ${found}`);
  for (const event of events) {
    if (event.event === 'failed') wrong.push(`failed: ${JSON.stringify(event.failure)}`);
    if (event.event !== 'made' && event.event !== 'cached') continue;
    for (const { digest } of Object.values(event.record.outputs))
      if (digestOf(await store.objects.read(digest)) !== digest) wrong.push(`wrong bytes of ${event.task}`);
  }
  const again = await eventsOf(plan, store);
  if (tasksOf(again, 'cached').length !== plan.tasks.length) wrong.push('not all is cached afterwards');
  return [wrong, events];
}

/** Of so many pairs of a way and a file one is tried: each way on many files, each file in some ways; thoroughly each in each. */
const everySoMany = times(3, 1);

/** Damages files in this way, each in a store of its own; how many. */
async function damageEach(t: ExecutionContext, made: Made, damage: string, harm: Harm): Promise<number> {
  const way = Object.keys(damages).indexOf(damage);
  const files = made.files.filter((_, index) => (index + way) % everySoMany === 0);
  for (const file of files) {
    const store = await made.copy();
    await harm(join(store.root, file), join(store.root, otherOf(file, made.files)));
    const [wrong, events] = await wrongAfterRun(made, store);
    const place = `${file} with ${damage}`;
    t.deepEqual(wrong, [], place);
    const rebuilt = events.filter(({ event }) => event === 'started').length;
    const because = events.filter((event) => event.event === 'started' && event.why.reason === 'damaged');
    // That a record is gone says nothing of damage.
    if (damage !== 'nothing of it' || file.startsWith('objects/')) t.is(rebuilt, because.length, place);
    t.true(rebuilt <= Math.max(1, makersOf(file, made.outputs)), place);
    await rm(store.root, { recursive: true });
  }
  return files.length;
}

test('any file of a store damaged in any way: a run serves no wrong byte, repairs what it needs and nothing else, and says so', async (t) => {
  t.timeout(600_000);
  const made = await madeOnce(t);
  t.true(made.files.length > 20);
  const counts = await Promise.all(
    Object.entries(damages).map(([damage, harm]) => damageEach(t, made, damage, harm)),
  );
  t.log(`${made.files.length} files, ${counts.join(' + ')} damaged`);
  t.true(counts.every((count) => count > 5));
});

test('many files damaged at once, in hundreds of ways: the same holds', async (t) => {
  t.timeout(600_000);
  const made = await madeOnce(t);
  const harms = fc.array(
    fc.record({ file: fc.constantFrom(...made.files), damage: fc.constantFrom(...Object.keys(damages)) }),
    { minLength: 1, maxLength: 8 },
  );
  const property = fc.asyncProperty(harms, async (all) => {
    const store = await made.copy();
    const path = (file: string) => join(store.root, file);
    for (const { file, damage } of all)
      // Of a file that is gone already, there is nothing left to damage.
      await damages[damage]?.(path(file), path(otherOf(file, made.files))).catch(() => undefined);
    const [wrong] = await wrongAfterRun(made, store);
    await rm(store.root, { recursive: true });
    if (wrong.length > 0) throw new Error(wrong.join('; '));
  });
  await t.notThrowsAsync(fc.assert(property, { numRuns: times(100, 200), seed: 1936 }));
});

test('a flipped bit is told by file and size, the wrong bytes are kept in quarantine, and how many differed is told', async (t) => {
  const made = await madeOnce(t);
  const store = await made.copy();
  const digest = Object.entries(made.outputs).find(([name]) => name === 'total.table')?.[1] ?? '';
  const file = join(store.root, 'objects', digest.slice(0, 2), digest.slice(2));
  const { length } = await readFile(file);
  await flip(file, 1);
  const events = await eventsOf(made.plan, store);
  const short = digest.slice(0, 12);
  t.like(
    events.find(({ event }) => event === 'started'),
    {
      task: 'total',
      why: {
        damage: [
          `objects/${short}… does not match its name (${length} bytes, not all of them those that were recorded)`,
        ],
      },
    },
  );
  t.like(
    events.find(({ event }) => event === 'made'),
    {
      repaired: [
        `objects/${short}… matches its name again (1 byte of ${length} differed from what was recorded); the wrong bytes are in quarantine/`,
      ],
    },
  );
  t.deepEqual(await readdir(join(store.root, 'quarantine')), [digest]);
});

test('a quarantine that cannot be written costs the wrong bytes, not the repair', async (t) => {
  const made = await madeOnce(t);
  const store = await made.copy();
  await writeFile(join(store.root, 'quarantine'), 'a file in its place');
  for (const file of made.files.filter((name) => name.startsWith('objects/')))
    await flip(join(store.root, file), 0);
  t.deepEqual((await wrongAfterRun(made, store))[0], []);
});

test('a file in the place of the store is told, with what to do', async (t) => {
  const made = await madeOnce(t);
  const root = join(dirname(made.store.root), 'a-file');
  await writeFile(root, '');
  const events = await eventsOf(made.plan, openStore(root));
  const failed = events.flatMap((event) => (event.event === 'failed' ? [event.failure] : []));
  t.true(failed.length > 0);
  for (const failure of failed)
    t.like(failure, {
      kind: 'failed',
      message: `${root}: it is a file, and a folder is needed there. Move it away and run again.`,
    });
});

test('a store is the same on a path with any characters', async (t) => {
  const made = await madeOnce(t);
  const odd = [
    'with a space',
    'ünï · 図',
    '100%25',
    'it\'s "quoted"',
    'a#b?c',
    '$HOME',
    'new\nline',
    '-rf',
    'con.',
  ];
  for (const name of odd) {
    const root = join(dirname(made.store.root), name, 'artifacts');
    await mkdir(dirname(root));
    t.deepEqual((await wrongAfterRun(made, openStore(root)))[0], [], name);
  }
});

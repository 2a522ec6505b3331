import { digestOf } from '../../src/artifact/digest.js';
import type { Files } from '../../src/store/files.js';
import type { TaskRecord } from '../../src/store/records.js';
import { openStore, type Store } from '../../src/store/store.js';

export const root = '/project/artifacts';

/** A thing that a run does to a store, and whether a store has what came of it. */
export interface Step {
  readonly name: string;
  work(store: Store, writer: string): Promise<unknown>;
  /** Holds from when `work` has ended, whatever happens then. */
  holds(store: Store): Promise<boolean>;
}

const network = Buffer.from('the weights of a network');
const table = Buffer.from('value\n1\n');
const damaged = Buffer.from('bytes that went bad on the disk');
const key = (name: string) => digestOf(`key ${name}`);

export function recordOf(name: string, output: Uint8Array, startedAt: string): TaskRecord {
  const outputs = {
    table: { digest: digestOf(output), mediaType: 'text/csv', bytes: output.byteLength, description: {} },
  };
  return {
    ...{ format: 'samebits/record/2', task: name, key: key(name), preimage: {}, listing: digestOf('{}') },
    ...{ chain: null, outputs, failure: null, environment: {}, startedAt, seconds: 1, memory: 0 },
  };
}

const put = (name: string, bytes: Buffer): Step => ({
  name,
  work: ({ objects }) => objects.put(bytes),
  holds: async ({ objects }) => (await objects.check(digestOf(bytes))) === undefined,
});

const keepRecord = (name: string, output: Buffer): Step => ({
  name: `keep the record of ${name}`,
  work: ({ records }, writer) => records.keep(recordOf(name, output, writer)),
  holds: async ({ records }) => (await records.find(key(name)))?.outputs.table?.digest === digestOf(output),
});

const keepState = (step: number): Step => ({
  name: `keep state ${step}`,
  work: (store) =>
    store
      .chain(key('chain'))
      .keep({ step, digest: digestOf(`state ${step}`), notes: [step] }, Buffer.from(`state ${step}`)),
  holds: async (store) => {
    const chain = store.chain(key('chain'));
    const state = (await chain.states()).find((each) => each.step === step);
    return state !== undefined && (await chain.bytes(state))?.toString() === `state ${step}`;
  },
});

/** Every way in which the store is written, in the order in which a run does it. */
export const steps: readonly Step[] = [
  put('put an object', network),
  {
    ...put('put an object in pieces', table),
    work: ({ objects }) => objects.put(piecesOf(table)),
  },
  keepRecord('a task', table),
  put('put an object over a damaged one', damaged),
  keepRecord('a task whose record is damaged', network),
  {
    name: 'remember a memo',
    work: ({ memo }) => memo.remember(key('memo'), { measured: 1.5 }),
    holds: async ({ memo }) =>
      JSON.stringify(await memo.recall(key('memo'))) === JSON.stringify({ measured: 1.5 }),
  },
  keepState(100),
  keepState(200),
  {
    name: 'write the last run',
    work: ({ lastRuns }) => lastRuns.write('p', { task: key('a task') }),
    holds: async ({ lastRuns }) => (await lastRuns.read('p')).task === key('a task'),
  },
];

async function* piecesOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (const byte of bytes) yield Promise.resolve(Buffer.of(byte));
}

/** A store in which an object and a record went bad. */
export async function prepare(files: Files): Promise<void> {
  await files.mkdir('/project');
  await files.syncFolder('/');
  const { objects, records } = openStore(root, files);
  await objects.put(damaged);
  await records.keep(recordOf('a task whose record is damaged', network, 'before'));
  const record = (await records.file(key('a task whose record is damaged'))) ?? '';
  for (const file of [objects.file(digestOf(damaged)), record]) {
    await files.remove(file);
    const created = await files.create(file);
    await created.write(Buffer.from('bad'));
    await created.sync();
    await files.syncFolder(file.slice(0, file.lastIndexOf('/')));
  }
}

/** Nothing is served that was not put there: every object that reads has the bytes of its name, every record is one that was kept. */
export async function servesNothingWrong(store: Store): Promise<boolean> {
  const whole = await Promise.all(
    [network, table, damaged].map(async (bytes) => {
      const read = await store.objects.read(digestOf(bytes)).catch(() => bytes);
      return read.equals(bytes);
    }),
  );
  const kept = await Promise.all(
    [
      ['a task', table],
      ['a task whose record is damaged', network],
    ].map(async ([name, output]) => {
      const record = await store.records.find(key(String(name)));
      return record === undefined || record.outputs.table?.digest === digestOf(output ?? '');
    }),
  );
  const memo = await store.memo.recall(key('memo'));
  const chain = store.chain(key('chain'));
  const states = await Promise.all(
    (await chain.states()).map(async (state) => {
      const bytes = await chain.bytes(state);
      return bytes === undefined || bytes.toString() === `state ${state.step}`;
    }),
  );
  return [
    ...whole,
    ...kept,
    ...states,
    memo === undefined || JSON.stringify(memo) === '{"measured":1.5}',
  ].every(Boolean);
}

import test from 'ava';
import { DiskError } from '../../src/store/disk-error.js';
import { openStore } from '../../src/store/store.js';
import { gated, type Gate, type Operation } from './gated.js';
import { failure, memoryDisk, type MemoryDisk } from './memory-disk.js';
import { prepare, root, servesNothingWrong, steps, type Step } from './steps.js';

interface Fault {
  readonly code: string;
  /** The calls that a disk in this state refuses. */
  readonly refuses: readonly Operation[];
  /** What a person is told to do. */
  readonly remedy: RegExp;
}

const writing: readonly Operation[] = ['mkdir', 'create', 'write', 'sync', 'close', 'rename', 'link'];
const reading: readonly Operation[] = ['list', 'stat', 'read', 'stream'];

const faults: readonly Fault[] = [
  {
    code: 'ENOSPC',
    refuses: writing,
    remedy: /the disk is full\. Free some space and run again; nothing that was kept is lost\./,
  },
  {
    code: 'EIO',
    refuses: [...writing, ...reading, 'remove', 'touch', 'syncFolder'],
    remedy: /Check the disk and run again/,
  },
  {
    code: 'EACCES',
    refuses: ['mkdir', 'create', 'rename', 'link', 'remove', 'touch', 'syncFolder', ...reading],
    remedy: /Let this user write there/,
  },
  {
    code: 'EROFS',
    refuses: ['mkdir', 'create', 'rename', 'link', 'remove', 'touch'],
    remedy: /read-only\. What is cached can be used/,
  },
  {
    code: 'EMFILE',
    refuses: ['create', 'list', 'read', 'stream', 'syncFolder'],
    remedy: /Run fewer tasks at a time/,
  },
];

interface Failing {
  readonly gate: Gate;
  /** Whether the fault came at all. */
  readonly met: () => boolean;
  readonly leftOpen: () => number;
  /** Whether a file was to be taken away that the disk kept. */
  readonly kept: () => boolean;
}

/** Refuses one call, the so-and-so-many-th that the fault concerns, or it and all later ones. */
function failing({ code, refuses }: Fault, from: number, lasting: boolean): Failing {
  let [calls, open, kept] = [0, 0, false];
  const gate: Gate = (operation, place) => {
    if (operation === 'close') open--;
    const refused = refuses.includes(operation) && (lasting ? calls >= from : calls === from);
    if (refuses.includes(operation)) calls++;
    kept ||= refused && operation === 'remove';
    if (refused) return Promise.reject(failure(code, place));
    if (operation === 'create') open++;
    return Promise.resolve();
  };
  return { gate, met: () => calls > from, leftOpen: () => open, kept: () => kept };
}

/** A disk on which the steps before this one are done. */
async function diskBefore(step: Step): Promise<MemoryDisk> {
  const disk = memoryDisk();
  await prepare(disk.files);
  const store = openStore(root, disk.files);
  for (const before of steps.slice(0, steps.indexOf(step))) await before.work(store, 'before');
  return disk;
}

async function errorOf(work: Promise<unknown>): Promise<Error | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
}

/** What is left that should not be, or lacks, when the disk works again. */
async function wrongAfter(step: Step, disk: MemoryDisk, ended: boolean): Promise<readonly string[]> {
  const store = openStore(root, disk.files);
  const wrong: string[] = [];
  if (!(await servesNothingWrong(store))) wrong.push('serves something wrong');
  const acknowledged = steps.slice(0, steps.indexOf(step) + (ended ? 1 : 0));
  for (const each of acknowledged) if (!(await each.holds(store))) wrong.push(`lost: ${each.name}`);
  await step.work(store, 'again');
  if (!(await step.holds(store))) wrong.push('cannot be done again');
  return wrong;
}

interface Refusal {
  readonly fault: Fault;
  readonly step: Step;
  readonly call: number;
  readonly lasting: boolean;
}

/** What is wrong after one refusal; undefined where the step has no call that late. */
async function wrongWith({ fault, step, call, lasting }: Refusal): Promise<readonly string[] | undefined> {
  const disk = await diskBefore(step);
  const { gate, met, leftOpen, kept } = failing(fault, call, lasting);
  const error = await errorOf(step.work(openStore(root, gated(disk.files, gate)), 'a writer'));
  if (!met()) return undefined;
  const wrong: string[] = [];
  if (error !== undefined) {
    if (!(error instanceof DiskError)) wrong.push(`not explained: ${String(error)}`);
    if (!fault.remedy.test(error.message)) wrong.push(`no remedy: ${error.message}`);
    if (!error.message.startsWith('/project')) wrong.push(`no place: ${error.message}`);
  }
  if (leftOpen() > 0) wrong.push('a file is left open');
  // A file cannot be taken away from a disk that refuses that too.
  const strays = kept() ? [] : await disk.files.list(`${root}/tmp`);
  return [
    ...wrong,
    ...strays.map((name) => `left: tmp/${name}`),
    ...(await wrongAfter(step, disk, error === undefined)),
  ];
}

test('a disk refuses any call of any step, once or from then on, since it is full, broken, forbidden, read-only or has too many files open: the error says where and what to do, no temporary file stays, and nothing is lost', async (t) => {
  for (const fault of faults)
    for (const lasting of [false, true]) {
      let cases = 0;
      for (const step of steps)
        for (let call = 0; ; call++) {
          const wrong = await wrongWith({ fault, step, call, lasting });
          if (wrong === undefined) break;
          t.deepEqual(wrong, [], `${fault.code}, ${step.name}, call ${call}`);
          cases++;
        }
      t.log(`${fault.code} ${lasting ? 'from then on' : 'once'}: ${cases} cases`);
      t.true(cases >= steps.length);
    }
});

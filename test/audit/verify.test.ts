import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { lastValueFrom, toArray } from 'rxjs';
import { expectationsOf } from '../../src/audit/expected.js';
import type { Finding } from '../../src/audit/findings.js';
import { lockOf, type Lock } from '../../src/audit/lock.js';
import { selected } from '../../src/audit/selection.js';
import { verify } from '../../src/audit/verify.js';
import type { RunEvent } from '../../src/run/events.js';
import { BadInput } from '../../src/stage/problem.js';
import type { TaskRecord } from '../../src/store/records.js';
import { openStore } from '../../src/store/store.js';
import { makeProject, sums, type Project } from '../project.js';
import { inProcess } from '../run/in-process.js';

const file = 'pipelines/sums.json';

/** A number that is another while the machine drifts: a stage that is not deterministic. */
const drifting = `
  export const numberOf = ({ value }) => value + (globalThis.drift ?? 0) * 2 ** -51;`;

async function sumsProject(t: ExecutionContext): Promise<Project> {
  const project = await makeProject(t);
  await project.write(file, sums);
  await project.write('stages/number/value.js', drifting);
  await project.run(file);
  return project;
}

interface Asking {
  readonly only?: readonly string[];
  readonly lock?: Lock;
  /** Whether the stage's numbers are others than they were. */
  readonly drift?: boolean;
}

/** What is found of every task. */
async function findings(
  project: Project,
  { only = [], lock, drift = false }: Asking = {},
): Promise<Readonly<Record<string, Finding>>> {
  const plan = await project.plan(file);
  const expectations = await expectationsOf(plan, project.store, lock);
  const options = { jobs: 2, cores: 2, signal: new AbortController().signal, executor: inProcess };
  Object.assign(globalThis, { drift: drift ? 1 : 0 });
  const events = verify(plan, selected(plan, only), expectations, project.store, options);
  const found = await lastValueFrom(events.pipe(toArray()));
  Object.assign(globalThis, { drift: 0 });
  return Object.fromEntries(
    found.flatMap((event) => (event.event === 'verified' ? [[event.task, event.finding]] : [])),
  );
}

function words(found: Readonly<Record<string, Finding>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(found).map(([task, { found: word }]) => [task, word]));
}

async function locked(project: Project): Promise<Lock> {
  const events: readonly RunEvent[] = await project.run(file);
  const records = events.flatMap((event): [string, TaskRecord][] =>
    event.event === 'cached' || event.event === 'made' ? [[event.task, event.record]] : [],
  );
  return lockOf(await project.plan(file), new Map(records));
}

const allEqual = { 'one[2]': 'equal', 'one[3]': 'equal', total: 'equal' };

test.serial(
  'what is executed again gives the bytes of its record, and the clean store is gone afterwards',
  async (t) => {
    const project = await sumsProject(t);
    const before = await readdir(tmpdir());
    const found = await findings(project);
    t.deepEqual(words(found), allEqual);
    t.like(found.total, { heldAgainst: ['record'] });
    const left = (await readdir(tmpdir())).filter((name) => !before.includes(name));
    t.deepEqual(
      left.filter((name) => name.startsWith('samebits-verify-')),
      [],
    );
  },
);

test.serial(
  'a task that is wrong does not make those that read it look wrong: each reads recorded bytes',
  async (t) => {
    const project = await sumsProject(t);
    const found = await findings(project, { drift: true });
    t.deepEqual(words(found), { 'one[2]': 'different', 'one[3]': 'different', total: 'equal' });
    t.like(found['one[2]'], {
      differences: [{ output: 'table', from: 'record' }],
    });
    const [difference] = found['one[2]']?.found === 'different' ? found['one[2]'].differences : [];
    t.regex(
      difference?.text ?? '',
      /^row 1, value {2}2 → 2\.0000000000000004 \(1 ulp\); 1 of 1 values differ/,
    );
  },
);

test.serial(
  'without records, on a fresh clone, everything is executed and held against the lock file',
  async (t) => {
    const project = await sumsProject(t);
    const lock = await locked(project);
    await rm(project.store.root, { recursive: true });
    const found = await findings(project, { lock });
    t.deepEqual(words(found), allEqual);
    t.like(found.total, { heldAgainst: ['lock file'] });
    const drifted = await findings(project, { lock, drift: true });
    t.deepEqual(words(drifted), { 'one[2]': 'different', 'one[3]': 'different', total: 'different' });
    t.false((await readdir(project.folder)).includes('artifacts'), 'nothing is written to the project');
  },
);

test.serial('what a task reads is executed again only where its recorded bytes are not there', async (t) => {
  const project = await sumsProject(t);
  t.deepEqual(words(await findings(project, { only: ['total'] })), { total: 'equal' });
  const record = (await project.run(file)).find(
    (event) => event.event === 'cached' && event.task === 'one[2]',
  );
  const digest = record?.event === 'cached' ? record.record.outputs.table?.digest : undefined;
  if (digest === undefined) return t.fail();
  await writeFile(project.store.objects.file(digest), 'other bytes');
  const found = await findings(project, { only: ['total'] });
  t.deepEqual(words(found), { 'one[2]': 'equal', total: 'equal' });
});

test.serial(
  'a task is named by stage, by cell or by a glob, and a name of nothing is bad input',
  async (t) => {
    const project = await sumsProject(t);
    const plan = await project.plan(file);
    const ids = (...only: readonly string[]) => selected(plan, only).map(({ id }) => id);
    t.deepEqual(ids('one'), ['one[2]', 'one[3]']);
    t.deepEqual(ids('one[3]', 'total'), ['one[3]', 'total']);
    t.deepEqual(ids('one[*]'), ['one[2]', 'one[3]']);
    t.deepEqual(ids('*3*'), ['one[3]']);
    t.throws(() => ids('on'), {
      instanceOf: BadInput,
      message: /--only on {2}names no task .*Did you mean one\?/,
    });
  },
);

test.serial('what is neither recorded nor locked is said to be so, and not called equal', async (t) => {
  const project = await sumsProject(t);
  await project.write('stages/sum/run.js', `export { run } from './again.js';`);
  await project.write('stages/sum/again.js', 'export async function run() {}');
  const elsewhere = await makeProject(t);
  await rm(elsewhere.folder, { recursive: true });
  await cp(project.folder, elsewhere.folder, { recursive: true });
  t.deepEqual(words(await findings(elsewhere)), {
    'one[2]': 'equal',
    'one[3]': 'equal',
    total: 'not recorded',
  });
});

test.serial('an output that a record has, and an execution does not make, is a difference', async (t) => {
  const project = await sumsProject(t);
  const plan = await project.plan(file);
  const expectations = new Map(await expectationsOf(plan, project.store, undefined));
  const { record, locked } = expectations.get('total') ?? {};
  const table = record?.outputs.table;
  if (record === undefined || table === undefined) return t.fail();
  const forged = { ...record, outputs: { ...record.outputs, more: table } };
  expectations.set('total', { record: forged, locked });
  const options = { jobs: 2, cores: 2, signal: new AbortController().signal, executor: inProcess };
  const events = verify(plan, selected(plan, ['total']), expectations, project.store, options);
  const found = (await lastValueFrom(events.pipe(toArray()))).at(-1);
  t.like(found, { finding: { found: 'different', differences: [{ output: 'more' }] } });
});

test.serial(
  'nothing is remembered of a record whose inputs were made again and came out otherwise',
  async (t) => {
    const project = await sumsProject(t);
    const expectations = await expectationsOf(await project.plan(file), project.store, undefined);
    const [one, total] = ['one[2]', 'total'].map((id) => expectations.get(id)?.record);
    const digest = one?.outputs.table?.digest;
    if (total === undefined || digest === undefined) return t.fail();
    await rm(project.store.objects.file(digest));
    const found = await findings(project, { only: ['total'], drift: true });
    t.deepEqual(words(found), { 'one[2]': 'different', total: 'equal' }, 'the sum is rounded');
    t.deepEqual(await project.store.verifications.of(total.key), []);
  },
);

test.serial(
  'a verification is remembered beside its record, with what came of it, and damaged ones count as absent',
  async (t) => {
    const project = await sumsProject(t);
    await findings(project);
    await findings(project, { drift: true });
    const record = (await project.run(file)).find(
      (event) => event.event === 'cached' && event.task === 'one[2]',
    );
    if (record?.event !== 'cached') return t.fail();
    const seen = async () =>
      (await openStore(project.store.root).verifications.of(record.key)).map(
        ({ how, reexecuted, of, equal }) => ({
          ...{ how, reexecuted, of, equal },
        }),
      );
    const whole = { how: 'whole', reexecuted: 1, of: 1 };
    t.deepEqual(await seen(), [
      { ...whole, equal: true },
      { ...whole, equal: false },
    ]);
    const folder = join(project.store.root, 'verifications', record.key.slice(0, 2), record.key.slice(2));
    for (const name of await readdir(folder)) {
      const text = await readFile(join(folder, name), 'utf8');
      await writeFile(join(folder, name), text.replace('"equal":false', '"equal":true '));
    }
    t.deepEqual(await seen(), [{ ...whole, equal: true }]);
  },
);

import test from 'ava';
import fc from 'fast-check';
import { openStore } from '../../src/store/store.js';
import { gated, type Gate } from './gated.js';
import { memoryDisk, type Choose, type MemoryDisk } from './memory-disk.js';
import { choices, powerFor, turns } from './schedule.js';
import { prepare, root, servesNothingWrong, steps, type Step } from './steps.js';
import { times } from '../thorough.js';

async function preparedDisk(): Promise<MemoryDisk> {
  const disk = memoryDisk();
  await prepare(disk.files);
  return disk;
}

/** What a disk that came back lacks of what must be on it, or cannot do. */
async function lacks(disk: MemoryDisk, acknowledged: readonly Step[]): Promise<readonly string[]> {
  const store = openStore(root, disk.files);
  const lacking: string[] = [];
  if (!(await servesNothingWrong(store))) lacking.push('serves something wrong');
  for (const step of acknowledged) if (!(await step.holds(store))) lacking.push(`lost: ${step.name}`);
  for (const step of steps) {
    await step.work(store, 'after the power loss');
    if (!(await step.holds(store))) lacking.push(`cannot be done again: ${step.name}`);
  }
  return lacking;
}

/** Does the steps until the power goes; what was done by then. */
async function doneBefore(disk: MemoryDisk, calls: number): Promise<readonly Step[] | 'all of it'> {
  const { gate, gone } = powerFor(calls);
  const store = openStore(root, gated(disk.files, gate));
  const done: Step[] = [];
  for (const step of steps) {
    if ((await Promise.race([step.work(store, 'a writer'), gone])) === 'power gone') return done;
    done.push(step);
  }
  return 'all of it';
}

const fates: Readonly<Record<string, Choose>> = {
  'nothing that is not synced stays': () => 0,
  'everything stays but the order of bytes': (options) => options - 1,
  'one half stays': choices(1),
  'another half stays': choices(2),
  'a third half stays': choices(3),
};

test('the power goes before every call to the disk: what was acknowledged is there, nothing wrong is served, and work goes on', async (t) => {
  for (const [fate, choose] of Object.entries(fates)) {
    let calls = 0;
    for (; ; calls++) {
      const disk = await preparedDisk();
      const done = await doneBefore(disk, calls);
      if (done === 'all of it') break;
      t.deepEqual(await lacks(disk.afterPowerLoss(choose), done), [], `${fate}, before call ${calls}`);
    }
    t.log(`${fate}: ${calls} calls`);
    t.true(calls > 100);
  }
});

test('a step is durable when it has ended, though all that is not synced is lost at once', async (t) => {
  const disk = await preparedDisk();
  const store = openStore(root, disk.files);
  for (const [index, step] of steps.entries()) {
    await step.work(store, 'a writer');
    t.deepEqual(
      await lacks(
        disk.afterPowerLoss(() => 0),
        steps.slice(0, index + 1),
      ),
      [],
      step.name,
    );
  }
});

test('one stands still before every call of its own while another does the same, and the power goes: what the other did is there', async (t) => {
  for (const step of steps)
    for (let calls = 0; ; calls++) {
      const disk = await preparedDisk();
      const { gate, gone } = powerFor(calls);
      const one = step.work(openStore(root, gated(disk.files, gate)), 'one');
      if ((await Promise.race([one, gone])) !== 'power gone') break;
      await step.work(openStore(root, disk.files), 'another');
      for (const fate of [() => 0, choices(calls)])
        t.deepEqual(await lacks(disk.afterPowerLoss(fate), [step]), [], `${step.name}, before call ${calls}`);
    }
});

interface Schedule {
  /** What each of two is to do. */
  readonly todo: readonly (readonly Step[])[];
  readonly order: number;
  /** When the power goes. */
  readonly calls: number;
  readonly fate: number;
}

/** Two at work at once until the power goes; what the disk then lacks. */
async function lacksAfter({ todo, order, calls, fate }: Schedule): Promise<readonly string[]> {
  const disk = await preparedDisk();
  const { gates, play } = turns(choices(order), todo.length);
  const done: Step[] = [];
  const failed: string[] = [];
  const work = async (mine: readonly Step[], gate: Gate, writer: string) => {
    const store = openStore(root, gated(disk.files, gate));
    for (const step of mine) {
      await step.work(store, writer);
      done.push(step);
    }
  };
  for (const [writer, gate] of gates.entries())
    work(todo[writer] ?? [], gate, `writer ${writer}`).catch((error: unknown) => failed.push(String(error)));
  await play(calls);
  return [...failed, ...(await lacks(disk.afterPowerLoss(choices(fate)), [...done]))];
}

async function nothingLacks(todo: fc.Arbitrary<Schedule['todo']>, most: number, numRuns: number) {
  const schedule = fc.record({ todo, order: fc.integer(), calls: fc.nat({ max: most }), fate: fc.integer() });
  const property = fc.asyncProperty(schedule, async (each) => {
    const missing = await lacksAfter(each);
    if (missing.length > 0) throw new Error(missing.join('; '));
  });
  await fc.assert(property, { numRuns, seed: 1936 });
}

test('two at work at once, in hundreds of orders, and the power goes: the same holds', async (t) => {
  t.timeout(600_000);
  const some = fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 5 });
  await t.notThrowsAsync(nothingLacks(fc.tuple(some, some), 250, times(400, 2000)));
});

test('two do the same at once, in hundreds of orders, and the power goes: the same holds', async (t) => {
  t.timeout(600_000);
  for (const step of steps)
    await t.notThrowsAsync(nothingLacks(fc.constant([[step], [step]]), 60, times(100, 400)), step.name);
});

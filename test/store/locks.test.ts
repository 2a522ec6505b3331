import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { digestOf } from '../../src/artifact/digest.js';
import { thisMachine } from '../../src/store/machine.js';
import { openStore, type Store } from '../../src/store/store.js';
import { gated } from './gated.js';
import { failure, memoryDisk } from './memory-disk.js';
import { openWorld, type SimulatedProcess, type World } from './world.js';

const key = digestOf('a key');
const anotherKey = digestOf('another key');
const neverAborted = new AbortController().signal;

/** Processes that share a store. */
function processes(world: World): (host?: string) => { store: Store; machine: SimulatedProcess } {
  const { files } = memoryDisk(() => world.clock);
  return (host) => {
    const machine = world.process(host);
    return { store: openStore('/store', files, machine), machine };
  };
}

test('who waits for a lock gets it once its owner lets go, and no sooner', async (t) => {
  const world = openWorld();
  const start = processes(world);
  const [first, second] = [start(), start('elsewhere')];
  const held = await first.store.locks.hold(key, neverAborted);
  let got = false;
  const waiting = second.store.locks.hold(key, neverAborted).then(() => (got = true));
  await world.run(first.machine.sleep(600_000));
  t.false(got, 'a live owner is waited for, however long it works, wherever it is');
  await held.release();
  await world.run(waiting);
  t.true(got);
});

test('another key is not waited for', async (t) => {
  const world = openWorld();
  const start = processes(world);
  await start().store.locks.hold(key, neverAborted);
  await world.run(start().store.locks.hold(anotherKey, neverAborted));
  t.pass();
});

test('a dead owner on the same machine blocks nobody, and one that cannot be seen for less than 20 s', async (t) => {
  for (const [host, least, most] of [
    ['here', 0, 0],
    ['elsewhere', 10_000, 20_000],
  ] as const) {
    const world = openWorld();
    const start = processes(world);
    const [owner, waiter] = [start(host), start('here')];
    await owner.store.locks.hold(key, neverAborted);
    await owner.store.locks.hold(anotherKey, neverAborted);
    owner.machine.kill();
    await world.run(waiter.store.locks.hold(key, neverAborted));
    const waited = waiter.machine.elapsed();
    t.true(waited >= least && waited <= most, `${host}: ${waited} ms`);
    await world.run(waiter.store.locks.hold(anotherKey, neverAborted));
    t.is(waiter.machine.elapsed(), waited, 'that an owner is dead is found out once');
  }
});

test('a clock that jumps, forwards or backwards, neither kills a live owner nor keeps a dead one', async (t) => {
  for (const jump of [-1e9, 1e9]) {
    const world = openWorld();
    const start = processes(world);
    const [owner, waiter] = [start('elsewhere'), start()];
    await owner.store.locks.hold(key, neverAborted);
    let got = false;
    const waiting = waiter.store.locks.hold(key, neverAborted).then(() => (got = true));
    await world.run(waiter.machine.sleep(5_000));
    world.clock += jump;
    await world.run(waiter.machine.sleep(120_000));
    t.false(got);
    owner.machine.kill();
    world.clock -= 2 * jump;
    const before = waiter.machine.elapsed();
    await world.run(waiting);
    t.true(waiter.machine.elapsed() - before < 20_000);
  }
});

test('of eight who wait for a dead owner at once, one at a time gets its lock', async (t) => {
  const world = openWorld();
  const start = processes(world);
  const owner = start('elsewhere');
  await owner.store.locks.hold(key, neverAborted);
  owner.machine.kill();
  let holding = 0;
  let most = 0;
  const work = Array.from({ length: 8 }, async (_, index) => {
    const { store, machine } = start(index % 2 === 0 ? 'here' : 'there');
    const held = await store.locks.hold(key, neverAborted);
    most = Math.max(most, ++holding);
    await machine.sleep(1000);
    holding--;
    await held.release();
  });
  await world.run(Promise.all(work));
  t.is(most, 1);
});

test('who waits stops at once when its signal is aborted, and leaves the lock to its owner', async (t) => {
  const world = openWorld();
  const start = processes(world);
  const [owner, waiter] = [start(), start()];
  const held = await owner.store.locks.hold(key, neverAborted);
  const controller = new AbortController();
  const waiting = waiter.store.locks.hold(key, controller.signal);
  await world.run(owner.machine.sleep(1000));
  const before = owner.machine.elapsed();
  controller.abort(new Error('stop'));
  await t.throwsAsync(waiting, { message: 'stop' });
  t.is(owner.machine.elapsed(), before);
  await held.release();
  await world.run(start().store.locks.hold(key, neverAborted));
});

test('a process that holds locks and leases needs one lease, and leaves nothing when it lets go of the last', async (t) => {
  const { files } = memoryDisk();
  const store = openStore('/store', files, openWorld().process());
  const lease = await store.lease('a pipeline');
  const locks = await Promise.all(['a', 'b'].map((text) => store.locks.hold(digestOf(text), neverAborted)));
  t.is((await files.list('/store/leases')).length, 1);
  t.is((await files.list('/store/locks')).length, 2);
  await lease.release();
  t.is((await files.list('/store/leases')).length, 1);
  for (const lock of locks) await lock.release();
  t.deepEqual([...(await files.list('/store/leases')), ...(await files.list('/store/locks'))], []);
});

test('where the store cannot be written there are no locks and no leases, and nobody waits', async (t) => {
  for (const folder of ['leases', 'locks']) {
    const files = gated(memoryDisk().files, (operation, place) =>
      ['mkdir', 'create', 'link'].includes(operation) && place.includes(`/${folder}`)
        ? Promise.reject(failure('EACCES', place))
        : Promise.resolve(),
    );
    const world = openWorld();
    const [first, second] = [
      openStore('/store', files, world.process()),
      openStore('/store', files, world.process()),
    ];
    await (await first.lease('p')).release();
    const held = await first.locks.hold(key, neverAborted);
    await second.locks.hold(key, neverAborted);
    await held.release();
    t.pass();
  }
});

test('a process is told from another that has its number now, and from one that nobody has asked for yet', async (t) => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const pid = child.pid ?? 0;
  const self = thisMachine.self();
  t.is(thisMachine.fateOf(self), 'alive');
  const isLinux = process.platform === 'linux';
  t.is(thisMachine.fateOf({ ...self, pid }), isLinux ? 'dead' : 'unknown', 'it began at another time');
  t.is(thisMachine.fateOf({ ...self, host: `not ${self.host}` }), 'unknown');
  await ended(child);
  t.is(thisMachine.fateOf({ ...self, pid }), 'dead');
});

test('the lock of a killed process is had at once by one that waits for it', async (t) => {
  const folder = await temporary(t);
  const module = new URL('../../src/store/store.js', import.meta.url).href;
  const hold = `
    const { openStore } = await import(${JSON.stringify(module)});
    await openStore(${JSON.stringify(folder)}).locks.hold('${key}', new AbortController().signal);
    console.log('held');
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', hold]);
  await new Promise((resolve) => owner.stdout.once('data', resolve));
  let got = false;
  const waiting = openStore(folder)
    .locks.hold(key, neverAborted)
    .then(async (held) => {
      got = true;
      await held.release();
    });
  await new Promise((resolve) => setTimeout(resolve, 300));
  t.false(got);
  await ended(owner);
  await waiting;
  t.true(got);
});

async function ended(child: ChildProcess): Promise<void> {
  const end = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await end;
}

async function temporary(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'samebits-locks-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { canonicalJson } from '../artifact/digest.js';
import { errorCode, ifPresent, type Files } from './files.js';
import { contentOf, type Lease, type LeaseContent, type LeaseKind, type SeenLease } from './lease.js';
import type { Machine } from './machine.js';

export interface Leases {
  /** This process's own lease of a run, for all who share it until the last of them releases it. Undefined where the store cannot be written. */
  share(doing: string): Promise<Lease | undefined>;
  /** A lease of its own. Undefined where the store cannot be written. */
  take(kind: LeaseKind, doing: string): Promise<Lease | undefined>;
  /** The time to give to a file that this process uses: not before the `since` of any lease that it could be using it under. */
  stamp(): Promise<number>;
  seen(kind: LeaseKind): Promise<readonly SeenLease[]>;
  /** The run's lease of this id, where there is one. */
  find(id: string): Promise<SeenLease | undefined>;
  /** Whether the owner lives, as far as this process has seen by now; an owner that cannot be seen lives until it was silent long enough. */
  isLive(lease: SeenLease): boolean;
  /** The leases whose owners live, once that is certain. */
  settled(kind: LeaseKind): Promise<readonly SeenLease[]>;
  /** Takes away the lease of a dead owner. */
  remove(lease: SeenLease): Promise<void>;
}

const beatEvery = 3000;

/** Five beats were missed. */
const silence = 15_000;

const lookAgain = 250;

/**
 * The one notion of a live owner. Where its process can be seen, that decides. Else the owner is dead once its file did not
 * change for `silence`, in the time of who waits: no file's time is ever compared with a clock, which may jump.
 */
export function openLeases(root: string, files: Files, machine: Machine): Leases {
  const folder = join(root, 'leases');
  const watched = new Map<string, { readonly sign: string; readonly from: number }>();
  let floor: Promise<number> | undefined;

  async function read(name: string): Promise<SeenLease | undefined> {
    const [, kind] = /\.(run|sweep)$/.exec(name) ?? [];
    if (kind !== 'run' && kind !== 'sweep') return undefined;
    // Read first: a file on another machine has its time asked anew when it is opened.
    const bytes = await ifPresent(files.read(join(folder, name)));
    const status = await ifPresent(files.stat(join(folder, name)));
    if (bytes === undefined || status === undefined) return undefined;
    return { name, kind, content: contentOf(bytes.toString('utf8')), sign: String(status.modified) };
  }

  async function seen(kind: LeaseKind): Promise<readonly SeenLease[]> {
    const names = (await ifPresent(files.list(folder))) ?? [];
    const leases = await Promise.all(names.filter((name) => name.endsWith(`.${kind}`)).map(read));
    return leases.filter((lease) => lease !== undefined);
  }

  async function latestSince(): Promise<number> {
    return Math.max(...(await seen('run')).map(({ content }) => content?.since ?? -Infinity));
  }

  async function stamp(): Promise<number> {
    floor ??= latestSince();
    return Math.max(machine.now(), await floor);
  }

  /** A lease is whole from its first moment, or others would have to wait until they know that its owner died writing it. */
  async function write(file: string, content: LeaseContent): Promise<void> {
    const unfinished = `${file}.unfinished`;
    await files.mkdir(folder);
    const created = await files.create(unfinished);
    await created.write(Buffer.from(canonicalJson(content)));
    await created.close();
    await files.rename(unfinished, file);
  }

  const fateOf = ({ content }: SeenLease) =>
    content === undefined ? 'unknown' : machine.fateOf(content.owner);

  /** How long the sign has not changed, as far as this process has looked. */
  function silentFor({ name, sign }: SeenLease): number {
    const before = watched.get(name);
    if (before?.sign === sign) return machine.elapsed() - before.from;
    watched.set(name, { sign, from: machine.elapsed() });
    return 0;
  }

  function isLive(lease: SeenLease): boolean {
    const fate = fateOf(lease);
    return fate === 'unknown' ? silentFor(lease) < silence : fate === 'alive';
  }

  async function take(kind: LeaseKind, doing: string): Promise<Lease | undefined> {
    const id = randomUUID();
    const file = join(folder, `${id}.${kind}`);
    const content = { id, owner: machine.self(), doing, since: await stamp() };
    try {
      await write(file, content);
    } catch {
      return undefined;
    }
    floor = Promise.resolve(content.since);
    const stop = beating(machine, async () => {
      try {
        await files.touch(file, machine.now());
      } catch (error) {
        // Who was stopped for long, on a machine that others cannot see, was taken for dead.
        if (errorCode(error) === 'ENOENT') await write(file, content);
      }
    });
    return {
      id,
      file,
      async release() {
        await stop();
        await files.remove(file).catch(() => undefined);
      },
    };
  }

  return {
    take,
    share: sharing((doing) => take('run', doing)),
    stamp,
    seen,
    isLive,
    find: (id) => read(`${id}.run`),
    async settled(kind) {
      const first = new Map((await seen(kind)).map(({ name, sign }) => [name, sign]));
      for (;;) {
        const live = (await seen(kind)).filter(isLive);
        const doubtful = live.filter(
          (each) => fateOf(each) === 'unknown' && first.get(each.name) === each.sign,
        );
        if (doubtful.length === 0) return live;
        await machine.sleep(lookAgain);
      }
    },
    async remove({ name }) {
      await files.remove(join(folder, name)).catch(() => undefined);
    },
  };
}

/** Beats until the function given back is called, which waits for the last beat. */
function beating(machine: Machine, beat: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  const stop = machine.every(beatEvery, () => {
    // A disk that fails for a moment costs a beat.
    last = last.then(beat).catch(() => undefined);
  });
  return () => {
    stop();
    return last;
  };
}

/** One lease for all who want it at the same time. */
function sharing(take: (doing: string) => Promise<Lease | undefined>): Leases['share'] {
  let current: { readonly lease: Promise<Lease | undefined>; users: number } | undefined;
  return async (doing) => {
    const shared = (current ??= { lease: take(doing), users: 0 });
    shared.users++;
    const lease = await shared.lease;
    const leave = async (): Promise<void> => {
      if (--shared.users > 0) return;
      current = undefined;
      await lease?.release();
    };
    if (lease !== undefined) return { ...lease, release: leave };
    await leave();
    return undefined;
  };
}

import { join } from 'node:path';
import { BadInput } from '../../stage/problem.js';
import { ifPresent, type Files } from '../files.js';
import { idIn, type SeenLease } from '../lease.js';
import { openLeases, type Leases } from '../leases.js';
import type { Machine, Owner } from '../machine.js';
import { inventoryOf, type Thing } from './inventory.js';
import { contentsOf, type Contents } from './leads.js';
import { mark, stays, type Marked, type Roots } from './mark.js';
import { takeAway } from './take-away.js';

export interface SweepOptions {
  /** Asked for once no run can take what it does not name. */
  readonly roots: () => Promise<Roots>;
  /** What was used within so many milliseconds stays. */
  readonly grace: number;
  /** Takes nothing away. */
  readonly dryRun: boolean;
}

/** What a store holds, and what of it stays and why. */
export interface Swept {
  readonly things: readonly Thing[];
  readonly marked: Marked;
  readonly contents: Contents;
  /** What is not marked: gone, or, in a dry run, to go. */
  readonly unmarked: readonly Thing[];
  /** Of the unmarked: what a process used in the meantime, or what may not be taken away. */
  readonly left: readonly Thing[];
  /** Runs that go on. */
  readonly running: readonly SeenLease[];
  /** A run that this process cannot tell in time what it takes away: then nothing is. */
  readonly blockedBy: SeenLease | undefined;
}

/**
 * Takes away what no pipeline, lock file or running process needs and nobody used for a while. Valid wherever it is interrupted:
 * what leads to things goes before them, and a marker whose owner is dead stops nobody.
 */
export async function sweep(
  root: string,
  files: Files,
  machine: Machine,
  options: SweepOptions,
): Promise<Swept> {
  const leases = openLeases(root, files, machine);
  if (options.dryRun) return look(root, files, machine, leases, options);
  // May take a while where an owner cannot be seen; no run has to wait for that.
  await leases.settled('run');
  const marker = await leases.take('sweep', 'gc');
  if (marker === undefined)
    throw new BadInput({ place: root, rule: 'this store cannot be written, so nothing can be taken away.' });
  try {
    const found = await look(root, files, machine, leases, options);
    if (found.blockedBy !== undefined) return found;
    const left = await takeAway(found.unmarked, files);
    await clearUp(root, files, leases);
    return { ...found, left };
  } finally {
    await marker.release();
  }
}

async function look(
  root: string,
  files: Files,
  machine: Machine,
  leases: Leases,
  { roots, grace }: SweepOptions,
): Promise<Swept> {
  // Leases first: a run that ends after that has its own, one that ended before has said what it used.
  const running = (await leases.seen('run')).filter((lease) => leases.isLive(lease));
  const wanted = await roots();
  const things = await inventoryOf(root, files);
  const contents = await contentsOf(things, files);
  // Whose lease was garbled when the power went may use anything.
  const since = running.map(({ content }) => content?.since ?? -Infinity);
  const marked = mark(things, contents, wanted, { now: machine.now(), grace, since });
  const kept = stays(marked);
  const unmarked = things.filter((thing) => !kept.has(thing));
  const self = machine.self();
  const blockedBy = running.find(({ content }) => content !== undefined && isOutOfReach(content.owner, self));
  return { things, marked, contents, unmarked, left: [], running, blockedBy };
}

/**
 * Machines that share a disk may see each other's files late, and another user's process may not mark what is this user's: such a
 * run could miss what happens here.
 */
function isOutOfReach(owner: Owner, self: Owner): boolean {
  return (
    owner.user !== self.user || owner.boot !== self.boot || (self.boot === '' && owner.host !== self.host)
  );
}

/** The leases and locks of the dead. */
async function clearUp(root: string, files: Files, leases: Leases): Promise<void> {
  for (const kind of ['run', 'sweep'] as const)
    for (const lease of await leases.seen(kind)) if (!leases.isLive(lease)) await leases.remove(lease);
  const folder = join(root, 'locks');
  for (const name of (await ifPresent(files.list(folder))) ?? []) {
    const bytes = await ifPresent(files.read(join(folder, name)));
    const owner = bytes === undefined ? undefined : await leases.find(idIn(bytes.toString('utf8')));
    if (owner === undefined || !leases.isLive(owner))
      await files.remove(join(folder, name)).catch(() => undefined);
  }
}

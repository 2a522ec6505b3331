import type { Digest } from '../../artifact/digest.js';
import { lookUp, type Thing } from './inventory.js';
import type { Contents, Leads } from './leads.js';

/** What people want to keep. */
export interface Roots {
  /** The pipelines of the project; undefined where that cannot be told, and each that was ever run counts. */
  readonly pipelines: ReadonlySet<string> | undefined;
  /** The outputs that lock files name, by pipeline. */
  readonly locked: ReadonlyMap<string, ReadonlySet<Digest>>;
}

export interface Ages {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What was used within so many milliseconds stays. */
  readonly grace: number;
  /** When the runs that go on began, as their leases say: what has been used since stays. */
  readonly since: readonly number[];
}

/** Why things stay. A thing may stay for several reasons. */
export interface Marked {
  readonly pipelines: ReadonlyMap<string, ReadonlySet<Thing>>;
  readonly running: ReadonlySet<Thing>;
  readonly young: ReadonlySet<Thing>;
}

/** The coarsest file systems round times to two seconds. */
const coarseness = 2000;

/**
 * What stays: what the last run of each pipeline used, what lock files name (and the records of tasks all of whose outputs they
 * name), what running processes use, what is young; and whatever these lead to.
 */
export function mark(things: readonly Thing[], contents: Contents, roots: Roots, ages: Ages): Marked {
  const { now, grace, since } = ages;
  const find = lookUp(things);
  const whole = (starts: readonly Thing[]) => closure(starts, contents.leads);
  const pipelines = new Map<string, Thing[]>();
  const add = (pipeline: string, starts: readonly Thing[]) =>
    void pipelines.set(pipeline, [...(pipelines.get(pipeline) ?? []), ...starts]);
  for (const run of things.filter(({ kind }) => kind === 'runs')) {
    if (roots.pipelines !== undefined && !roots.pipelines.has(run.name)) continue;
    add(run.name, [run, ...contents.keysOf(run).flatMap((key) => find('tasks', key))]);
  }
  for (const [pipeline, outputs] of roots.locked) add(pipeline, lockedBy(outputs, things, contents));
  return {
    pipelines: new Map([...pipelines].map(([name, starts]) => [name, whole(starts)])),
    running: whole(things.filter((thing) => isInUse(thing, since))),
    young: whole(things.filter(({ used }) => now - used < grace)),
  };
}

/** A file that is still written has its time from a clock that may have jumped back; the others, from who uses them. */
function isInUse({ kind, used }: Thing, since: Ages['since']): boolean {
  if (kind === 'tmp' || kind === 'logs') return since.length > 0;
  return since.some((began) => used >= began - coarseness);
}

function lockedBy(
  outputs: ReadonlySet<string>,
  things: readonly Thing[],
  { outputsOf }: Contents,
): readonly Thing[] {
  return things.filter((thing) => {
    if (thing.kind === 'objects') return outputs.has(thing.name);
    const made = thing.kind === 'records' ? outputsOf(thing) : [];
    return made.length > 0 && made.every((digest) => outputs.has(digest));
  });
}

function closure(starts: readonly Thing[], leads: Leads): ReadonlySet<Thing> {
  const reached = new Set(starts);
  // A set gives what is added to it while it is gone through.
  for (const thing of reached) for (const next of leads(thing)) reached.add(next);
  return reached;
}

export function stays({ pipelines, running, young }: Marked): ReadonlySet<Thing> {
  return new Set([...[...pipelines.values()].flatMap((things) => [...things]), ...running, ...young]);
}

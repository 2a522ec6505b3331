import type { Plan } from '../../plan/recipe.js';
import type { TaskRecord } from '../../store/records.js';
import type { LockedArtifacts } from '../as-locked.js';
import type { Verification, Verifications } from '../../store/verifications.js';
import type { Source } from './source.js';

/** How far a number was verified: as far as the least verified of all tasks that lead to it. */
export type Verified =
  | { readonly how: 'other bytes'; readonly task: string }
  /** The bytes are those of the lock file; nothing of it was made here. */
  | { readonly how: 'as locked' }
  | { readonly how: 'bytes' }
  | { readonly how: 'carried over' | 'spot'; readonly reexecuted: number; readonly of: number }
  | { readonly how: 're-executed' };

const order = ['other bytes', 'as locked', 'bytes', 'carried over', 'spot', 're-executed'] as const;

/** The tasks themselves, and all that they read, and so on. */
export function ancestorsOf(tasks: readonly string[], { graph }: Plan): ReadonlySet<string> {
  const found = new Set(tasks);
  // Each task of the graph comes after those it reads.
  for (const { id, inputs } of graph.tasks.toReversed())
    if (found.has(id)) for (const { task } of inputs) found.add(task.id);
  return found;
}

export async function verifiedOf(
  tasks: readonly string[],
  plan: Plan,
  records: Source['records'],
  verifications: Verifications,
): Promise<Verified> {
  const found = await Promise.all(
    [...ancestorsOf(tasks, plan)].map((id) => {
      const record = records.get(id);
      // Of what is not recorded nothing was executed again.
      return record === undefined
        ? Promise.resolve({ how: 'bytes' } as const)
        : verifiedTask(record, verifications);
    }),
  );
  return found.reduce((least, each) => (isLess(each, least) ? each : least), { how: 're-executed' });
}

function isLess(a: Verified, b: Verified): boolean {
  if (a.how !== b.how) return order.indexOf(a.how) < order.indexOf(b.how);
  return shareOf(a) < shareOf(b);
}

function shareOf(verified: Verified): number {
  return 'of' in verified ? verified.reexecuted / verified.of : 1;
}

async function verifiedTask(
  record: TaskRecord | LockedArtifacts,
  verifications: Verifications,
): Promise<Verified> {
  if (isLocked(record)) return { how: 'as locked' };
  const { carriedOver, key, outputs, task } = record;
  const found = (await verifications.of(key)).filter(({ outputs: held }) =>
    Object.entries(outputs).every(([name, { digest }]) => held[name] === digest),
  );
  if (found.some(({ equal }) => !equal)) return { how: 'other bytes', task };
  if (found.some(({ how }) => how === 'whole')) return { how: 're-executed' };
  if (carriedOver !== undefined)
    return { how: 'carried over', reexecuted: carriedOver.reexecuted, of: carriedOver.of };
  const [most] = [...found].sort((a, b) => b.reexecuted - a.reexecuted);
  return most === undefined ? { how: 'bytes' } : spot(most);
}

function isLocked(record: TaskRecord | LockedArtifacts): record is LockedArtifacts {
  return record.format === 'samebits/lock/1';
}

function spot({ reexecuted, of }: Verification): Verified {
  return { how: 'spot', reexecuted, of };
}

import { counted } from '../../artifact/numbers.js';
import type { SeenLease } from '../../store/lease.js';
import type { Kind, Thing } from '../../store/sweep/inventory.js';
import type { Swept } from '../../store/sweep/sweep.js';
import { bytes, columns, shown } from '../text.js';
import { byKind, holdingsOf, sizeOf } from './holdings.js';

const kinds: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  tasks: ['pointer to a record', 'pointers to records'],
  memos: ['memo', 'memos'],
  records: ['record', 'records'],
  chains: ["training's kept states", "trainings' kept states"],
  objects: ['object', 'objects'],
  logs: ['log', 'logs'],
  verifications: ['record of verifications', 'records of verifications'],
  runs: ['last run of a pipeline that is no more', 'last runs of pipelines that are no more'],
  quarantine: ['file in quarantine', 'files in quarantine'],
  tmp: ['unfinished file', 'unfinished files'],
};

/** What a sweep came to, or would. */
export interface Sorted {
  readonly goes: readonly Thing[];
  readonly stays: readonly Thing[];
  /** Whether what goes is still there. */
  readonly isOnlySaid: boolean;
}

export function sorted({ things, unmarked, left, blockedBy }: Swept, dryRun: boolean): Sorted {
  const goes = new Set(unmarked);
  for (const thing of left) goes.delete(thing);
  return {
    goes: [...goes],
    stays: things.filter((thing) => !goes.has(thing)),
    isOnlySaid: dryRun || blockedBy !== undefined,
  };
}

/** What stays and for what, what goes, and the sums. */
export function report(swept: Swept, { goes, stays, isOnlySaid }: Sorted): string {
  const verb = isOnlySaid ? 'would go' : 'gone';
  return [
    ...rows('stays', holdingRows(swept)),
    ...rows(
      verb,
      byKind(goes).map(({ kind, count, bytes: size }) => [counted(count, ...kinds[kind]), bytes(size)]),
    ),
    ...remarks(swept, stays),
    `${bytes(sizeOf(stays))} ${isOnlySaid ? 'would stay' : 'stay'}, ${bytes(sizeOf(goes))} ${isOnlySaid ? 'would go' : 'are gone'}`,
  ].join('\n');
}

function rows(head: string, cells: readonly (readonly string[])[]): readonly string[] {
  return cells.length === 0 ? [] : [columns(cells.map((row) => [head.padEnd(8), ...row]))];
}

function holdingRows({ marked }: Swept): readonly (readonly string[])[] {
  return holdingsOf(marked).map(({ name, tasks, bytes: size, alone }) => [
    shown(name),
    counted(tasks, 'task'),
    bytes(size),
    alone === size ? '' : `${bytes(alone)} for it alone`,
  ]);
}

/** What people may not expect to find in the sums. */
function remarks({ left, contents, blockedBy }: Swept, stays: readonly Thing[]): readonly string[] {
  const aside = stays.filter(({ kind }) => kind === 'quarantine').length;
  const others = stays.filter(contents.isOfAnotherVersion).length;
  return [
    ...(aside === 0
      ? []
      : [`  ${counted(aside, ...kinds.quarantine)}: bytes that were not what their name said`]),
    ...(others === 0 ? [] : [`  ${counted(others, 'record')} that this version of samebits cannot read`]),
    ...(left.length === 0
      ? []
      : [`  left, since it was used meanwhile or is not this user's: ${counted(left.length, 'file')}`]),
    ...(blockedBy === undefined ? [] : [`  ${blockedText(blockedBy)}`]),
  ];
}

function blockedText({ content }: SeenLease): string {
  const { doing = '', owner } = content ?? {};
  const who = owner === undefined ? '' : ` on ${owner.host} (process ${owner.pid}, user ${owner.user})`;
  return shown(
    `Nothing was taken away: a run of ${doing}${who} goes on, of another user or on another machine, and could miss it. Run gc when it has ended.`,
  );
}

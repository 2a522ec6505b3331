import type { Kind, Thing } from '../../store/sweep/inventory.js';
import type { Marked } from '../../store/sweep/mark.js';

/** What one reason keeps: of it, what no other reason keeps too. */
export interface Holding {
  /** A pipeline, or another reason. */
  readonly name: string;
  readonly isPipeline: boolean;
  readonly tasks: number;
  readonly bytes: number;
  readonly alone: number;
}

/** What each pipeline keeps, then running processes and what was used of late; those that keep nothing are left out. */
export function holdingsOf({ pipelines, running, young }: Marked): readonly Holding[] {
  const reasons = [
    ...[...pipelines].map(([name, things]) => ({ name, isPipeline: true, things })),
    { name: 'runs that go on', isPipeline: false, things: running },
    { name: 'used of late', isPipeline: false, things: young },
  ];
  const holders = new Map<Thing, number>();
  for (const { things } of reasons)
    for (const thing of things) holders.set(thing, (holders.get(thing) ?? 0) + 1);
  return reasons
    .filter(({ things }) => things.size > 0)
    .map(({ name, isPipeline, things }) => ({
      ...{ name, isPipeline },
      tasks: [...things].filter(({ kind }) => kind === 'records').length,
      bytes: sizeOf([...things]),
      alone: sizeOf([...things].filter((thing) => holders.get(thing) === 1)),
    }));
}

export function sizeOf(things: readonly Thing[]): number {
  return things.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** How many things of each kind there are, and how large they are. */
export function byKind(
  things: readonly Thing[],
): readonly { readonly kind: Kind; readonly count: number; readonly bytes: number }[] {
  const kinds = [...new Set(things.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const ofKind = things.filter((thing) => thing.kind === kind);
    return { kind, count: ofKind.length, bytes: sizeOf(ofKind) };
  });
}

import type { Digest } from '../artifact/digest.js';
import { grouped } from '../artifact/numbers.js';
import { tensorsMediaType } from '../artifact/tensors.js';
import type { PlannedTask } from '../plan/recipe.js';
import type { Executing } from '../run/answer.js';
import type { Executor } from '../run/executor.js';
import type { Followed, TaskSpec } from '../run/messages.js';
import type { RecordedPart } from '../stage/contract.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { differenceOf, differenceText } from './difference.js';
import { ask } from './retracing.js';

/** A stretch that came out otherwise than recorded, and who can follow it. */
export interface Astray {
  /** As for doing parts of the task again. */
  readonly spec: TaskSpec;
  readonly record: TaskRecord;
  readonly stretch: RecordedPart;
  /** What the steps are called: `updates`. */
  readonly unit: string;
  /** Where states are put to be compared. */
  readonly scratch: Store;
}

/** What the steps of a task are called. */
export function unitOf({ graph }: PlannedTask): string {
  return graph.stage.description.extent ?? 'steps';
}

/** An execution's states may be anything; where they are not tensors, they are compared by bytes. */
const stateOf = (bytes: Uint8Array) => ({ mediaType: tensorsMediaType, description: {}, bytes });

/** As far as it can be had where a stretch came out otherwise: against another execution, else against what is kept. */
export async function whereabouts(
  astray: Astray,
  store: Store,
  side: Executing,
  other: Executor | undefined,
): Promise<string | undefined> {
  return other === undefined
    ? atNextKept(astray, store, side)
    : bisect(astray, { ...side, executor: other }, side);
}

/**
 * Follows a stretch by two executions step by step, and says after which step their states are first not the same, and how they
 * differ there: tensor, element, both values.
 */
async function bisect(astray: Astray, one: Executing, other: Executing): Promise<string> {
  const { stretch, unit, scratch } = astray;
  const close = { ...stretch, every: 1 };
  const [left, right] = await Promise.all([one, other].map((side) => followed(astray, close, side)));
  if (typeof left === 'string' || left === undefined) return left ?? '';
  if (typeof right === 'string' || right === undefined) return right ?? '';
  const at = left.findIndex(({ digest }, index) => digest !== right[index]?.digest);
  const [before, after] = [left[at], right[at]];
  if (before === undefined || after === undefined)
    return `both give the same states between ${grouped(stretch.from)} and ${grouped(stretch.until)} ${unit}: what is recorded is another's`;
  const upTo = { from: stretch.from, until: before.step, every: 1 };
  await Promise.all([one, other].map((side) => followed(astray, upTo, side, before.step)));
  return `they part after ${grouped(before.step)} ${unit}: ${await differing(before.digest, after.digest, scratch)}`;
}

/**
 * Goes on from a stretch to the next state whose recorded bytes are kept, and says how they differ there. Undefined where none is
 * kept.
 */
async function atNextKept(astray: Astray, store: Store, side: Executing): Promise<string | undefined> {
  const { record, stretch, unit, scratch } = astray;
  const chain = record.chain === null ? undefined : store.chain(record.chain);
  for (const state of (await chain?.states()) ?? []) {
    const bytes = state.step < stretch.until ? undefined : await chain?.bytes(state);
    if (bytes === undefined) continue;
    const wide = { from: stretch.from, until: state.step, every: state.step };
    const states = await followed(astray, wide, side, state.step);
    if (typeof states === 'string') return states;
    const reached = states.at(-1)?.digest ?? state.digest;
    await scratch.objects.put(bytes);
    return `after ${grouped(state.step)} ${unit}, the next state that is kept: ${await differing(state.digest, reached, scratch)}`;
  }
  return undefined;
}

/** The states of a stretch as this side makes them, or why it cannot. */
async function followed(
  { spec, record, scratch }: Astray,
  stretch: RecordedPart & { readonly every: number },
  side: Executing,
  keptStep?: number,
): Promise<Followed['states'] | string> {
  const keep = keptStep === undefined ? {} : { keep: { step: keptStep, store: scratch.root } };
  const asked = { kind: 'follow', outputs: record.outputs, stretch, ...keep } as const;
  const answer = await ask(spec, asked, side, () => undefined);
  if ('failure' in answer)
    return `cannot be followed: ${'message' in answer.failure ? answer.failure.message : 'bad input'}`;
  // Asked to follow, that is what a task's process answers.
  return (answer.done.retraced as Followed).states;
}

async function differing(before: Digest, after: Digest, { objects }: Store): Promise<string> {
  const difference = differenceOf(stateOf(await objects.read(before)), stateOf(await objects.read(after)));
  return difference === undefined ? 'nothing differs' : differenceText(difference);
}

import { sameJson, type Digest } from '../artifact/digest.js';
import type { Verdict } from '../claim/verdict.js';
import { codeChanges, type CodeChanges } from '../plan/code-changes.js';
import { leafDifferences, type Difference } from '../plan/differences.js';
import { isArtifact, type Side, type SideOutput, type SideTask } from './sides.js';
import { comparable } from './difference/read.js';
import { differenceOf, type ArtifactDifference } from './difference.js';

/** How two sides differ. */
export interface SidesDifference {
  /** Those that differ in anything. */
  readonly tasks: readonly TaskDifference[];
  /** How many differ in nothing. */
  readonly equalTasks: number;
  /** Undefined where they cannot be known of both. */
  readonly claims: readonly ClaimDifference[] | undefined;
  readonly equalClaims: number;
}

export type Which = 'first' | 'second';

export interface TaskDifference {
  readonly task: string;
  /** The only side that has it; undefined where both do. */
  readonly only: Which | undefined;
  readonly fields: readonly Difference[];
  /** Whether something else was asked, of it or of what it is made from, where the fields of a side are not known. */
  readonly asked: 'same' | 'another';
  readonly code: 'same' | 'another' | CodeChanges;
  /** The sides on which it is not made. */
  readonly notMade: readonly Which[];
  readonly outputs: readonly OutputDifference[];
}

export interface OutputDifference {
  readonly output: string;
  readonly before: Digest | undefined;
  readonly after: Digest | undefined;
  /** Undefined where the bytes of one are not there to compare. */
  readonly difference: ArtifactDifference | undefined;
}

export interface ClaimDifference {
  readonly claim: string;
  readonly before: Verdict | undefined;
  readonly after: Verdict | undefined;
}

/** Whether two sides are the same but for code: what was asked, what was made, and what is claimed of it. */
export function areEqual({ tasks, claims = [] }: SidesDifference): boolean {
  return claims.length === 0 && tasks.every((task) => isCodeAlone(task));
}

function isCodeAlone({ only, fields, asked, notMade, outputs }: TaskDifference): boolean {
  return only === undefined && asked === 'same' && fields.length + notMade.length + outputs.length === 0;
}

export async function differenceOfSides(first: Side, second: Side): Promise<SidesDifference> {
  const ids = [...new Set([...first.tasks.keys(), ...second.tasks.keys()])];
  const tasks: TaskDifference[] = [];
  for (const id of ids) {
    const found = await taskDifference(id, first, second);
    if (found !== undefined) tasks.push(found);
  }
  const claims = first.verdicts && second.verdicts && claimDifferences(first.verdicts, second.verdicts);
  const named = new Set([...(first.verdicts ?? []), ...(second.verdicts ?? [])].map(({ id }) => id));
  return {
    tasks,
    equalTasks: ids.length - tasks.length,
    claims,
    equalClaims: claims === undefined ? 0 : named.size - claims.length,
  };
}

async function taskDifference(task: string, first: Side, second: Side): Promise<TaskDifference | undefined> {
  const [before, after] = [first.tasks.get(task), second.tasks.get(task)];
  if (before === undefined || after === undefined) {
    const only = after === undefined ? 'first' : 'second';
    return { task, only, fields: [], asked: 'another', code: 'another', notMade: [], outputs: [] };
  }
  const fields = before.fields && after.fields ? leafDifferences(before.fields, after.fields) : [];
  const notMade = (
    [
      [before, 'first'],
      [after, 'second'],
    ] as const
  )
    .filter(([side]) => side.outputs === undefined)
    .map(([, which]) => which);
  const difference: TaskDifference = {
    ...{ task, only: undefined, fields, notMade },
    asked: (before.fields && after.fields) || before.recipe === after.recipe ? 'same' : 'another',
    code: codeDifference(before, after),
    outputs: await outputDifferences(before, after, first, second),
  };
  // Of what is not made on either side, what is asked is all there is.
  const nothing = isCodeAlone({ ...difference, notMade: notMade.length === 2 ? [] : notMade });
  return nothing && difference.code === 'same' ? undefined : difference;
}

function codeDifference(before: SideTask, after: SideTask): TaskDifference['code'] {
  if (before.code === after.code) return 'same';
  return before.listing && after.listing ? codeChanges(before.listing, after.listing) : 'another';
}

async function outputDifferences(
  before: SideTask,
  after: SideTask,
  first: Side,
  second: Side,
): Promise<readonly OutputDifference[]> {
  if (before.outputs === undefined || after.outputs === undefined) return [];
  const found: OutputDifference[] = [];
  for (const output of new Set([...Object.keys(before.outputs), ...Object.keys(after.outputs)])) {
    const [was, is] = [before.outputs[output], after.outputs[output]];
    if (isSame(was, is)) continue;
    const [left, right] = [await comparableOf(was, first), await comparableOf(is, second)];
    const difference = left && right && differenceOf(left, right);
    found.push({ output, before: was?.digest, after: is?.digest, difference });
  }
  return found;
}

/** A lock file knows no descriptions: then the digests decide. */
function isSame(was: SideOutput | undefined, is: SideOutput | undefined): boolean {
  if (was?.digest !== is?.digest) return false;
  const [before, after] = [was?.description, is?.description];
  return before === undefined || after === undefined || sameJson(before, after);
}

async function comparableOf(output: SideOutput | undefined, { store }: Side) {
  return isArtifact(output) ? comparable(output, store) : undefined;
}

function claimDifferences(before: readonly Verdict[], after: readonly Verdict[]): readonly ClaimDifference[] {
  const [was, is] = [byId(before), byId(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((claim) => ({ claim, before: was.get(claim), after: is.get(claim) }))
    .filter((each) => text(each.before) !== text(each.after));
}

function byId(verdicts: readonly Verdict[]): ReadonlyMap<string, Verdict> {
  return new Map(verdicts.map((verdict) => [verdict.id, verdict]));
}

function text(verdict: Verdict | undefined): string {
  return JSON.stringify([verdict?.verdict, verdict?.measured, verdict?.expected]);
}

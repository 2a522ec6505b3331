import type { Digest } from '../../artifact/digest.js';
import type { Verdict } from '../../claim/verdict.js';
import type { Plan } from '../../plan/recipe.js';
import type { TaskRecord } from '../../store/records.js';
import type { LockedArtifacts } from '../as-locked.js';
import type { Shelf } from '../verdicts.js';
import type { Printed } from './printed.js';
import type { ShownTable } from './table-text.js';

/** Where a marker's text comes from. */
export interface Source {
  readonly plan: Plan;
  readonly records: ReadonlyMap<string, TaskRecord | LockedArtifacts>;
  readonly store: Shelf;
}

/** What of a plan there is to read: made here, or as locked. */
export type Made = Omit<Source, 'plan'>;

/** What a marked text must be. */
export interface Shown {
  readonly content: string | ShownTable | Printed;
  /** The artifacts that it was read from. */
  readonly digests: readonly Digest[];
  /** The tasks that made them. */
  readonly tasks: readonly string[];
  readonly verdict?: Verdict;
}

import type { Digest } from '../../artifact/digest.js';
import type { Verdict } from '../../claim/verdict.js';
import type { Plan } from '../../plan/recipe.js';
import type { Store } from '../../store/store.js';
import type { RecordsById } from '../verdicts.js';
import type { Printed } from './printed.js';
import type { ShownTable } from './table-text.js';

/** Where a marker's text comes from. */
export interface Source {
  readonly plan: Plan;
  readonly records: RecordsById;
  readonly store: Store;
}

/** What of a plan is made, its bytes verified. */
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

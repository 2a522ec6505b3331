import type { Expectations } from '../../audit/expected.js';
import type { VerifyOptions } from '../../audit/verify.js';
import type { Plan, PlannedTask } from '../../plan/recipe.js';
import type { Store } from '../../store/store.js';
import type { Teller } from './teller.js';

/** What is verified, how, and who is told. */
export interface Verifying {
  readonly plan: Plan;
  readonly store: Store;
  readonly chosen: readonly PlannedTask[];
  readonly expectations: Expectations;
  /** Where the lock file speaks of other tasks than the pipeline has. */
  readonly lockProblems: readonly string[];
  readonly options: VerifyOptions;
  readonly teller: Teller;
}

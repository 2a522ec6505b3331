import type { PlannedTask } from '../plan/recipe.js';
import type { Chain, ChainState } from '../stage/contract.js';
import type { CarriedOver } from '../store/records.js';

/**
 * What is to be said of a task that could go on from states which other code made: that it was carried over, as they were.
 * Undefined where its chain has none as far as the task goes.
 */
export async function carriedIn(task: PlannedTask, chain: Chain): Promise<CarriedOver | undefined> {
  const [state] = await carriedStates(task, chain);
  // Only a carry-over marks a state, with what it says in the record.
  return state?.carriedOver as CarriedOver | undefined;
}

/** The whole task was executed with this code and came to the same: nothing is to be said of its states any more. */
export async function clearCarried(task: PlannedTask, chain: Chain): Promise<void> {
  for (const { step, digest, notes } of await carriedStates(task, chain))
    await chain.keep({ step, digest, notes });
}

async function carriedStates(
  { graph: { stage, parameters } }: PlannedTask,
  chain: Chain,
): Promise<readonly ChainState[]> {
  const goal = Number(parameters[stage.description.extent ?? '']);
  return (await chain.states()).filter(({ step, carriedOver }) => carriedOver !== undefined && step <= goal);
}

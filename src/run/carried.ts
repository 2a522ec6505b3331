import type { PlannedTask } from '../plan/recipe.js';
import type { Chain } from '../stage/contract.js';
import type { CarriedOver } from '../store/records.js';

/**
 * What is to be said of a task that could go on from states which other code made: that it was carried over, as they were.
 * Undefined where its chain has none as far as the task goes.
 */
export async function carriedIn(
  { graph: { stage, parameters } }: PlannedTask,
  chain: Chain,
): Promise<CarriedOver | undefined> {
  const goal = Number(parameters[stage.description.extent ?? '']);
  const states = await chain.states();
  const state = states.find(({ step, carriedOver }) => carriedOver !== undefined && step <= goal);
  // Only a carry-over marks a state, with what it says in the record.
  return state?.carriedOver as CarriedOver | undefined;
}

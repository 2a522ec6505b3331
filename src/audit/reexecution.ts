import { keyOf, keyPreimage, type Plan, type PlannedTask } from '../plan/recipe.js';
import { answerOf, type Executing } from '../run/answer.js';
import { listingOf, recordOf } from '../run/record.js';
import type { Failure } from '../run/events.js';
import type { InputSpec, TaskSpec } from '../run/messages.js';
import { specOf, type Made } from '../run/spec.js';
import type { Progress } from '../stage/contract.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import type { CleanStore } from './clean-store.js';

/** What executes tasks, and what the executions read and write. */
export interface Workplace extends Executing {
  readonly plan: Plan;
  /** Where the recorded bytes are. */
  readonly store: Store;
  readonly clean: CleanStore;
  /** The tasks that are executed again. */
  readonly again: ReadonlySet<string>;
}

export type Executed = { readonly record: TaskRecord } | { readonly failure: Failure };

/**
 * Executes a task in the clean store, from inputs that are brought there. It keeps no states of its chain, and finds none: it
 * begins at its beginning. What is to be executed again and observes it, does.
 */
export async function executeAgain(
  place: Workplace,
  task: PlannedTask,
  made: Made,
  told: (progress: Progress) => void,
): Promise<Executed> {
  const { plan, clean, again } = place;
  const preimage = keyPreimage(task, (id) => made.get(id)?.outputs ?? {});
  const planned = specOf(plan, task, preimage, made, clean.store.root);
  const observers = planned.observers.filter(({ id }) => again.has(id));
  const spec: TaskSpec = { ...planned, chain: null, observers };
  const started = new Date();
  try {
    await bringInputs([spec, ...observers], place);
    await bringStates(task, made, place);
    const answer = await answerOf(spec, place, (message) => {
      if (message.type === 'progress') told(message.progress);
    });
    if (answer.type === 'failed') return { failure: answer.failure };
    const listing = await clean.store.objects.put(listingOf(task));
    const identity = { key: keyOf(preimage), preimage, chain: planned.chain, listing };
    return { record: recordOf(task, identity, answer, started) };
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { failure: { kind: 'failed', message, details: stack } };
  }
}

async function bringInputs(specs: readonly TaskSpec[], { clean, store }: Workplace): Promise<void> {
  const inputs = specs.flatMap((spec): readonly InputSpec[] => spec.inputs);
  for (const artifact of inputs.flatMap(({ artifacts }) => Object.values(artifacts)))
    await clean.bring(artifact, store);
}

/**
 * What measures a training that is not executed again trains on from its kept states, each of which its trajectory names. Where the
 * training is executed again, what is to be measured is measured in passing.
 */
async function bringStates({ graph }: PlannedTask, made: Made, place: Workplace): Promise<void> {
  for (const { role, task } of graph.inputs) {
    const chain = made.get(task.id)?.chain ?? null;
    const observes = graph.stage.description.inputs[role]?.observes === true;
    if (observes && chain !== null && !place.again.has(task.id))
      await place.clean.bringChain(chain, place.store);
  }
}

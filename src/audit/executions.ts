import pLimit from 'p-limit';
import type { PlannedTask } from '../plan/recipe.js';
import type { TaskRecord } from '../store/records.js';
import { executeAgain, type Executed, type Workplace } from './reexecution.js';
import type { Scope } from './scope.js';
import type { VerifyEvent } from './findings.js';

/**
 * Executes tasks again, each once what it reads is there: its recorded bytes, or else those made again. What measures a training
 * waits for it where that is executed again too. `executed` is told what came of each.
 */
export async function executeAll(
  { tasks, recorded }: Scope,
  place: Workplace,
  jobs: number,
  emit: (event: VerifyEvent) => void,
  executed: (task: PlannedTask, result: Executed) => Promise<void>,
): Promise<void> {
  const limit = pLimit(jobs);
  const made = new Map(recorded);
  const results = new Map<string, Promise<void>>();
  const execute = (task: PlannedTask): Promise<Executed> => {
    const missing = task.graph.inputs.find((input) => !made.has(input.task.id));
    if (missing !== undefined) return Promise.resolve(failed(`${missing.task.id} was not made`));
    if (place.signal.aborted) return Promise.resolve(stopped);
    emit({ event: 'started', task: task.id });
    return executeAgain(place, task, made, (progress) => {
      emit({ event: 'progress', task: task.id, progress });
    });
  };
  const settle = async (task: PlannedTask): Promise<void> => {
    for (const id of waitedFor(task, recorded)) await results.get(id);
    await limit(async () => {
      const result = await execute(task);
      if ('record' in result && !made.has(task.id)) made.set(task.id, result.record);
      await executed(task, result);
    });
  };
  for (const task of tasks) results.set(task.id, settle(task));
  await Promise.all(results.values());
}

function waitedFor({ graph }: PlannedTask, recorded: ReadonlyMap<string, TaskRecord>): readonly string[] {
  const roles = graph.stage.description.inputs;
  return graph.inputs
    .filter(({ role, task: { id } }) => !recorded.has(id) || roles[role]?.observes === true)
    .map(({ task: { id } }) => id);
}

function failed(message: string): Executed {
  return { failure: { kind: 'failed', message, details: '' } };
}

const stopped: Executed = { failure: { kind: 'stopped', message: 'not started' } };

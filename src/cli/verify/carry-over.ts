import { carryingOver } from '../../audit/carry-over.js';
import { cores } from '../../run/environment.js';
import { taskProcess } from '../../run/process.js';
import { jsonLog } from '../run/json-log.js';
import { wasStopped } from '../run/outcome.js';
import type { Opened } from '../pipeline.js';
import { perform } from '../run.js';
import { exit } from '../stop.js';
import { terminal } from '../run/terminal.js';

export interface CarryingOver {
  /** Parts of each task that are done again. */
  readonly count: number;
  readonly seed: number;
  readonly jobs: number;
}

/** Runs a pipeline, but carries over what only other code made and is recorded in parts, where a spot audit of each finds equal bits. */
export async function carryOver(
  { plan, store }: Opened,
  { count, seed, jobs }: CarryingOver,
  json: boolean,
): Promise<number> {
  const listener = json ? jsonLog(plan) : terminal(plan, jobs);
  const executor = carryingOver({ plan, store, count, seed, processes: cores(), executor: taskProcess });
  const outcome = await perform({ plan, store }, { jobs, keepGoing: true, executor }, undefined, listener);
  listener.finished(outcome);
  if (wasStopped(outcome)) await exit(outcome.exitCode);
  return outcome.exitCode;
}

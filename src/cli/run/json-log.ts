import type { Plan } from '../../plan/recipe.js';
import type { RunEvent } from '../../run/events.js';
import { compilingForPrograms } from '../compiling.js';
import { jsonLines } from '../json-lines.js';
import type { Listener } from './listener.js';
import { diverged } from './outcome.js';

/** Prints every event of a run as a line of JSON; the last is `finished`. */
export function jsonLog(plan: Plan): Listener {
  print({
    event: 'planned',
    pipeline: plan.graph.pipeline.name,
    tasks: plan.tasks.map(({ id, recipe, machineBound }) => ({
      ...{ id, recipe },
      ...(machineBound ? { machineBound } : {}),
    })),
  });
  return {
    ...compilingForPrograms,
    next: (event) => {
      print(event.event === 'made' || event.event === 'cached' ? short(event) : event);
    },
    stopping: () => {
      print({ event: 'stopping' });
    },
    finished: (outcome) => {
      const { records, made, failed, skipped, notStarted, endedBy, verdicts } = outcome;
      const { report, unpublished, lockProblems, lock } = outcome;
      print({
        event: 'finished',
        exitCode: outcome.exitCode,
        made,
        cached: records.size - made,
        diverged: diverged(outcome),
        failed: failed.map(({ task }) => task),
        ...{ skipped, notStarted, endedBy, claims: verdicts, report, unpublished, lockProblems, lock },
        seconds: performance.now() / 1000,
      });
    },
  };
}

/** A record's preimage is in the store; the log names what was made. */
function short(told: Extract<RunEvent, { event: 'made' | 'cached' }>): object {
  const { record, ...rest } = told;
  const outputs = Object.entries(record.outputs).map(
    ([name, { digest, bytes }]) => [name, { digest, bytes }] as const,
  );
  return {
    ...rest,
    seconds: record.seconds,
    failure: record.failure,
    outputs: Object.fromEntries(outputs),
  };
}

function print(value: object): void {
  console.log(jsonLines([value]));
}

import type { JsonObject } from '../artifact/json.js';
import { answerOf, type Executing } from '../run/answer.js';
import { environment } from '../run/environment.js';
import type { Failure } from '../run/events.js';
import type { RetraceAsked, TaskSpec } from '../run/messages.js';
import type { Done } from '../run/record.js';
import type { Progress, RecordedPart, Retraced } from '../stage/contract.js';
import { inGroups } from './draw.js';

/** Who does it, and how much of the machine it may take. */
export interface Retracers extends Executing {
  /** Processes at a time for one task. */
  readonly processes: number;
}

export type RetracedTask =
  { readonly retraced: Retraced; readonly environment: JsonObject } | { readonly failure: Failure };

/**
 * Does parts of a recorded task again, in several processes: consecutive ones go to one, where those that begin from the
 * same kept state are done in one go.
 */
export async function retrace(
  spec: TaskSpec,
  outputs: RetraceAsked['outputs'],
  parts: readonly RecordedPart[],
  { processes, ...around }: Retracers,
  told: (progress: Progress) => void,
): Promise<RetracedTask> {
  const groups = parts.length === 0 ? [[]] : inGroups(parts, processes);
  const done = groups.map(() => 0);
  const results = await Promise.all(
    groups.map((group, index) => {
      const asked = { kind: 'reexecute', outputs, parts: group } as const;
      return ask(spec, asked, around, (progress) => {
        done[index] = progress.done;
        told({ ...progress, done: done.reduce((sum, each) => sum + each, 0), total: parts.length });
      });
    }),
  );
  const failed = results.find((result) => 'failure' in result);
  if (failed !== undefined) return failed;
  const answers = results.flatMap((result) => ('done' in result ? [result.done] : []));
  return {
    // Asked to re-execute, that is what a task's process answers.
    retraced: together(answers.map(({ retraced }) => retraced as Retraced)),
    environment: { ...answers[0]?.servedBy, ...environment() },
  };
}

/** Asks a process for parts of a task; what it says of them, or why it says nothing. */
export async function ask(
  spec: TaskSpec,
  asked: RetraceAsked,
  around: Executing,
  told: (progress: Progress) => void,
): Promise<{ readonly done: Done } | { readonly failure: Failure }> {
  try {
    const only = { ...spec, observers: [], retrace: asked };
    const answer = await answerOf(only, around, (message) => {
      if (message.type === 'progress') told(message.progress);
    });
    return answer.type === 'failed' ? { failure: answer.failure } : { done: answer };
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { failure: { kind: 'failed', message, details: stack } };
  }
}

function together(answers: readonly Retraced[]): Retraced {
  return {
    broken: answers.find(({ broken }) => broken !== null)?.broken ?? null,
    failure: answers.find(({ failure }) => failure !== null)?.failure ?? null,
    parts: answers.flatMap(({ parts }) => parts),
    beside: answers.reduce((sum, { beside }) => sum + beside, 0),
  };
}

import { BadInput } from '../stage/problem.js';
import type { Failure } from './events.js';

/** What was thrown, as a run tells it. */
export function failureOf(error: unknown): Failure {
  if (error instanceof BadInput) return { kind: 'bad input', problems: error.problems };
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failed', message, details: stack };
}

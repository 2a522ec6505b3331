import { plainJson } from '../stage/plain-text.js';

/** Events for programs, one a line; a terminal that shows them does nothing else. */
export function jsonLines(events: readonly object[]): string {
  return events.map(plainJson).join('\n');
}

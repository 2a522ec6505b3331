import type { TaskRecord } from '../store/records.js';
import { byStage, carriedText } from './text.js';

/** What is to be said of records whose outputs other code made; nothing where there are none. */
export function carriedLines(records: ReadonlyMap<string, TaskRecord>): readonly string[] {
  const tasksOf = new Map<string, readonly string[]>();
  for (const [task, { carriedOver }] of records) {
    if (carriedOver === undefined) continue;
    const text = carriedText(carriedOver);
    tasksOf.set(text, [...(tasksOf.get(text) ?? []), task]);
  }
  return [...tasksOf].map(
    ([text, tasks]) => `carried  ${byStage(tasks)}: ${text}; samebits verify re-executes them whole`,
  );
}

import type { TaskRecord } from '../store/records.js';
import { carriedText, shown } from './text.js';

/** What a reader of a record's numbers must know of how they came to be. */
export function remarksOf({ failure, machineBound, carriedOver }: TaskRecord): readonly string[] {
  return [
    ...(failure === null ? [] : [shown(failure)]),
    ...(machineBound === true ? ['machine-bound: its bytes may be others on another machine'] : []),
    ...(carriedOver === undefined ? [] : [carriedText(carriedOver)]),
  ];
}

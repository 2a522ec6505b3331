import { compilingForPeople, compilingForPrograms } from '../compiling.js';
import { jsonLines } from '../json-lines.js';
import type { Listener } from '../run/listener.js';
import { liveLines, type LiveLines } from '../run/live.js';

/** Who is told of a verification: a person, in lines, or a program, in events. */
export interface Teller extends Pick<Listener, 'building' | 'built' | 'stopping'> {
  /** An event, for a program. */
  event(event: { readonly event: string }): void;
  /** Lines about these tasks, for a person; undefined where a program reads. */
  lines(tasks: readonly string[]): LiveLines | undefined;
}

export function tellerOf(json: boolean): Teller {
  return json ? program : person;
}

const print = (value: object) => {
  console.log(jsonLines([value]));
};

const program: Teller = {
  ...compilingForPrograms,
  stopping: () => {
    print({ event: 'stopping' });
  },
  event: print,
  lines: () => undefined,
};

const person: Teller = {
  ...compilingForPeople,
  stopping: () =>
    void process.stdout.write('stopping; what was executed again is deleted. Once more to end at once.\n'),
  event: () => undefined,
  lines: liveLines,
};

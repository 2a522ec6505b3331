import type { Listener } from '../listener.js';
import { liveLines, type LiveLines } from '../live.js';
import { seconds, shown } from '../text.js';
import { plainJson } from '../../stage/plain-text.js';

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

const print = (value: object) => void process.stdout.write(`${plainJson(value)}\n`);

const program: Teller = {
  building: () => {
    print({ event: 'building kernels' });
  },
  built: (what, taken) => {
    print({ event: 'built kernels', what, seconds: taken });
  },
  stopping: () => {
    print({ event: 'stopping' });
  },
  event: print,
  lines: () => undefined,
};

const person: Teller = {
  building: () => void process.stdout.write('building native kernels, once: '),
  built: (what, taken) => void process.stdout.write(`${seconds(taken)}, ${shown(what)}\n`),
  stopping: () =>
    void process.stdout.write('stopping; what was executed again is deleted. Once more to end at once.\n'),
  event: () => undefined,
  lines: liveLines,
};

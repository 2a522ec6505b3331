import { jsonLines } from './json-lines.js';
import type { Listener } from './run/listener.js';
import { seconds, shown } from './text.js';

/** Tells that the kernels are compiled for this machine. */
type Compiling = Pick<Listener, 'building' | 'built'>;

export const compilingForPeople: Compiling = {
  building: () => void process.stdout.write('building native kernels, once: '),
  built: (what, taken) => void process.stdout.write(`${seconds(taken)}, ${shown(what)}\n`),
};

export const compilingForPrograms: Compiling = {
  building: () => {
    console.log(jsonLines([{ event: 'building kernels' }]));
  },
  built: (what, taken) => {
    console.log(jsonLines([{ event: 'built kernels', what, seconds: taken }]));
  },
};

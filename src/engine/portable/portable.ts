import type { Engine } from '../engine.js';
import { serving, type UsableBuild } from './builds.js';
import type { Arithmetic } from './kernels.js';
import { PortableNetwork } from './network.js';

/**
 * The same bits on every machine, with any number of threads: kernels.c. `threads` is asked before each piece of work.
 * Throws UnusableKernels where it is told what build to use and cannot; its networks' errors are RangeErrors for wrong shapes.
 */
export function portableEngine(
  arithmetic: Arithmetic,
  threads: () => number,
  { instantiate }: UsableBuild = serving(arithmetic),
): Engine {
  return {
    name: arithmetic === 'portable' ? 'portable' : `portable, ${arithmetic}`,
    create: (architecture, parameters) => new PortableNetwork(instantiate, threads, architecture, parameters),
  };
}

import type { Engine } from '../engine.js';
import { loadLibrary } from './library.js';
import { TensorFlowNetwork } from './network.js';

/**
 * TensorFlow, by its package for Node: another implementation of the same formulas, with other bits, which are this machine's. A
 * process loads it once, in one thread; a network's memory is its until the process ends. Throws BadInput where it is not
 * installed, and says how to install it.
 */
export async function tensorflowEngine(): Promise<Engine> {
  const tf = await loadLibrary();
  return {
    name: 'tensorflow',
    create: (architecture, parameters) => new TensorFlowNetwork(tf, architecture, parameters),
  };
}

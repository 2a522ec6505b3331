import type { Kernels } from './kernels.js';

/** Numbers in an instance's memory: the memory's own, no copy. */
export function floats({ memory }: Kernels, address: number, length: number): Float32Array {
  return new Float32Array(memory.buffer, at(address), length);
}

/** WebAssembly hands addresses over as signed numbers. */
export function at(address: number): number {
  return address >>> 0;
}

import { availableParallelism, cpus, totalmem } from 'node:os';
import { compilerVersion } from './limits.js';

/** What the figures were measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly node: string;
  readonly compiler: string;
}

export async function machine(): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    compiler: (await compilerVersion()) ?? 'none',
  };
}

export function machineText({ cpu, cores, memoryGigabytes, node, compiler }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGigabytes} GB; Node ${node}; C compiler: ${compiler}`;
}

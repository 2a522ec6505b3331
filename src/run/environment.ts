import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import type { JsonObject } from '../artifact/json.js';

let known: JsonObject | undefined;

/** Where something was run: kept in records, never part of a key. */
export function environment(): JsonObject {
  // The system takes its time to describe many processors.
  return (known ??= {
    node: process.version,
    platform: platform(),
    arch: arch(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cores(),
  });
}

export interface CoreGrant {
  /** What this process may use. */
  readonly cores: number;
  /** Those it is scheduled on. */
  readonly scheduled: number;
  /** What the container's CPU quota is worth; Infinity where there is none. */
  readonly quota: number;
}

export function coreGrant(): CoreGrant {
  const [scheduled, limit] = [availableParallelism(), quota()];
  return { cores: Math.max(1, Math.min(scheduled, limit)), scheduled, quota: limit };
}

/** The cores this process may use: those it is scheduled on, less where a container's CPU quota is smaller. */
export function cores(): number {
  return coreGrant().cores;
}

/** The memory this machine, or this process's container, may use in all, in bytes. */
export function memory(): number {
  // Where nothing limits the process this is 0, or a number beyond what any machine has.
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function quota(): number {
  try {
    const [limit, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').trim().split(' ');
    return limit === 'max' ? Infinity : Math.ceil(Number(limit) / Number(period)) || Infinity;
  } catch {
    return Infinity;
  }
}

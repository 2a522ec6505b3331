import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import type { JsonObject } from '../artifact/json.js';

/** Where something was run: kept in records, never part of a key. */
export function environment(): JsonObject {
  return {
    node: process.version,
    platform: platform(),
    arch: arch(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cores(),
  };
}

/** The cores this process may use: those it is scheduled on, less where a container's CPU quota is smaller. */
export function cores(): number {
  return Math.max(1, Math.min(availableParallelism(), quota()));
}

function quota(): number {
  try {
    const [limit, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').trim().split(' ');
    return limit === 'max' ? Infinity : Math.ceil(Number(limit) / Number(period)) || Infinity;
  } catch {
    return Infinity;
  }
}

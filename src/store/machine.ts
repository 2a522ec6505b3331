import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../artifact/json.js';

/** A process, so that others can tell whether it still runs. What a system does not say is empty. */
export interface Owner extends JsonObject {
  readonly host: string;
  /** Named anew whenever the machine starts. */
  readonly boot: string;
  /** In which of the machine's containers the process number counts. */
  readonly space: string;
  readonly pid: number;
  /** When the process began, in ticks since the machine did: a process number is given again, together with this it is not. */
  readonly start: string;
  readonly user: number;
}

/** Whether a process still runs, where that can be seen from here. */
export type Fate = 'alive' | 'dead' | 'unknown';

/** Clocks and processes, as the store needs them. */
export interface Machine {
  self(): Owner;
  fateOf(owner: Owner): Fate;
  /** The clock's milliseconds since 1970: may jump. Only ever the time of a file. */
  now(): number;
  /** Milliseconds that never jump, of this process alone. */
  elapsed(): number;
  /** Throws the signal's reason as soon as it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Does something again and again, without keeping the process from ending; the function given back stops that. */
  every(milliseconds: number, work: () => void): () => void;
}

let thisProcess: Owner | undefined;

export const thisMachine: Machine = {
  self: () =>
    (thisProcess ??= {
      host: hostname(),
      boot: contentOf('/proc/sys/kernel/random/boot_id'),
      space: linkOf('/proc/self/ns/pid'),
      pid: process.pid,
      start: statusOf(process.pid)?.start ?? '',
      user: process.getuid?.() ?? 0,
    }),
  fateOf: (owner) => fateSeenFrom(thisMachine.self(), owner),
  now: () => Date.now(),
  elapsed: () => performance.now(),
  async sleep(milliseconds, signal) {
    try {
      await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
  every(milliseconds, work) {
    const timer = setInterval(work, milliseconds).unref();
    return () => {
      clearInterval(timer);
    };
  },
};

/** Processes of another machine or container cannot be seen, and where there is no /proc, not whether a number was given again. */
function fateSeenFrom(self: Owner, owner: Owner): Fate {
  if (owner.host !== self.host || owner.boot !== self.boot || owner.space !== self.space) return 'unknown';
  if (!isThere(owner.pid)) return 'dead';
  const status = statusOf(owner.pid);
  if (status === undefined || owner.start === '') return 'unknown';
  return status.start === owner.start && !status.ended ? 'alive' : 'dead';
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, but is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** From proc(5): the state and the start time are the 3rd and 22nd field; the 2nd, in parentheses, may hold anything. */
function statusOf(pid: number): { readonly start: string; readonly ended: boolean } | undefined {
  const text = contentOf(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  // A process that ended stays in the list until its parent asks for it.
  return start === undefined ? undefined : { start, ended: state === 'Z' || state === 'X' };
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

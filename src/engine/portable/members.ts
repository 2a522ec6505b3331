import { Worker } from 'node:worker_threads';

/** What a member needs to serve in an instance of the WebAssembly kernels. */
export interface Shared {
  readonly instance: number;
  readonly module: object;
  readonly memory: object;
}

/** A piece of work that members are called to. */
export interface Call extends Shared {
  readonly network: number;
  readonly piece: number;
  readonly member: number;
}

interface Member {
  readonly worker: Worker;
  /** Instances that it served. */
  readonly served: Set<number>;
}

/** Threads of the process that serve whichever network works; made when they are first needed. */
let members: readonly Member[] = [];

/** Calls so many members. Nobody waits for them: who comes late finds less to do, or nothing. */
export function callMembers(call: Omit<Call, 'member'>, count: number): void {
  while (members.length < count) members = [...members, newMember()];
  members.slice(0, count).forEach(({ worker, served }, k) => {
    served.add(call.instance);
    worker.postMessage({ ...call, member: k + 1 } satisfies Call);
  });
}

/**
 * Lets go of an instance that nothing else refers to any more. Members that served it are ended, and made anew when they are
 * needed: a thread that does little in JavaScript would not collect its garbage, a whole network's memory.
 */
export function forget(instance: number): void {
  for (const { worker, served } of members) if (served.has(instance)) void worker.terminate();
  members = members.filter(({ served }) => !served.has(instance));
}

/** It does not keep the process alive. Where it cannot run, the others do its part. */
function newMember(): Member {
  const worker = new Worker(new URL('./member.js', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
  worker.on('error', () => undefined);
  worker.unref();
  return { worker, served: new Set() };
}

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
}

export type ToMember = { readonly call: Call; readonly member: number } | { readonly forget: number };

/** Threads of the process that serve whichever network works; made when they are first needed. */
const members: Worker[] = [];

/** Calls so many members. Nobody waits for them: who comes late finds less to do, or nothing. */
export function callMembers(call: Call, count: number): void {
  while (members.length < count) members.push(newMember());
  members.slice(0, count).forEach((member, k) => {
    tell(member, { call, member: k + 1 });
  });
}

/** Lets go of an instance that nothing refers to any more. */
export function forget(instance: number): void {
  for (const member of members) tell(member, { forget: instance });
}

function tell(member: Worker, message: ToMember): void {
  member.postMessage(message);
}

/** It does not keep the process alive. Where it cannot run, the others do its part. */
function newMember(): Worker {
  const worker = new Worker(new URL('./member.js', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
  worker.on('error', () => undefined);
  worker.unref();
  return worker;
}

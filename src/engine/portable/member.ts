import { parentPort } from 'node:worker_threads';
import type { Call } from './members.js';

/** A thread that serves WebAssembly networks: it waits for calls, and computes what there is until a piece of work is over. */

interface Member {
  readonly __stack_pointer: { value: number };
  stackOf(network: number, member: number): number;
  serve(network: number, member: number, piece: number): void;
}

// Node's own types leave WebAssembly to the browser's; this is the part used here.
declare const WebAssembly: {
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const instances = new Map<number, Member>();

parentPort?.on('message', ({ instance, module, memory, network, piece, member }: Call) => {
  // Built from kernels.c, which exports these.
  const exports =
    instances.get(instance) ?? (new WebAssembly.Instance(module, { env: { memory } }).exports as Member);
  instances.set(instance, exports);
  exports.__stack_pointer.value = exports.stackOf(network, member);
  exports.serve(network, member, piece);
});

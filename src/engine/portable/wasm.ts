import { readFileSync } from 'node:fs';
import type { Arithmetic, Kernels } from './kernels.js';
import { callMembers, forget, type Shared } from './members.js';

// Node's own types leave WebAssembly to the browser's; these are the parts used here.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (size: object) => { readonly buffer: SharedArrayBuffer };
};

// The committed files, from dist/src/engine/portable.
const files: Readonly<Record<Arithmetic, URL>> = {
  portable: new URL('../../../../src/engine/portable/kernels.wasm', import.meta.url),
  fma: new URL('../../../../src/engine/portable/kernels.fma.wasm', import.meta.url),
};
const compiled = new Map<Arithmetic, object>();

/** What the linker was told (see `build`): pages of 64 KiB. */
const pages = { initial: 2, maximum: 65535, shared: true };

let instances = 0;
const abandoned = new FinalizationRegistry<number>(forget);

/** The kernels as WebAssembly, with a memory of their own, which is given back when nothing refers to them any more. */
export function wasmKernels(arithmetic: Arithmetic): Kernels {
  const module = compiled.get(arithmetic) ?? new WebAssembly.Module(readFileSync(files[arithmetic]));
  compiled.set(arithmetic, module);
  const memory = new WebAssembly.Memory(pages);
  // The file is built from kernels.c, whose exports the interface repeats.
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as Omit<Kernels, 'memory'>;
  const shared: Shared = { instance: instances++, module, memory };
  const hire = (network: number, members: number) => {
    const piece = exports.hire(network, members);
    callMembers({ ...shared, network, piece }, members - 1);
    return piece;
  };
  const kernels: Kernels = { ...exports, memory, hire };
  abandoned.register(kernels, shared.instance);
  return kernels;
}

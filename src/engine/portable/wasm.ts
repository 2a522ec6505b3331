import { readFileSync } from 'node:fs';
import type { Arithmetic, Kernels } from './kernels.js';

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

/** The kernels as WebAssembly, with a memory of their own, which is given back when nothing refers to them any more. */
export function wasmKernels(arithmetic: Arithmetic): Kernels {
  const module = compiled.get(arithmetic) ?? new WebAssembly.Module(readFileSync(files[arithmetic]));
  compiled.set(arithmetic, module);
  const memory = new WebAssembly.Memory(pages);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // The file is built from kernels.c, whose exports the interface repeats.
  return { ...(exports as Omit<Kernels, 'memory'>), memory };
}

import { existsSync, readFileSync } from 'node:fs';
import type { Arithmetic, Kernels } from '../kernels.js';
import { nativeName, variantsHere, type Variant } from './variants.js';

/** What binding.c hands out: the builds that this processor can run. */
type Binding = Partial<Record<Variant, Partial<Record<Arithmetic, new () => Kernels>>>>;

let loaded: Binding | Error | undefined;

/** Makes instances of a variant's kernels, or says why there are none. */
export function nativeKernels(variant: Variant, arithmetic: Arithmetic): (() => Kernels) | string {
  if (!variantsHere().includes(variant)) return `is not for ${process.platform} on ${process.arch}`;
  const binding = (loaded ??= loadBinding(`${nativeName()}.node`));
  if (binding instanceof Error) return binding.message;
  const { [variant]: classes } = binding;
  if (classes === undefined) return 'this processor cannot run it, or the compiler could not make it';
  const Instance = classes[arithmetic];
  return Instance === undefined ? 'the compiler could not make it' : () => new Instance();
}

export function loadBinding(file: string): Binding | Error {
  if (!existsSync(file)) return new Error(`is not compiled: ${whyNot()}`);
  try {
    const module: { exports: Binding } = { exports: {} };
    process.dlopen(module, file);
    return module.exports;
  } catch (error) {
    return new Error(`cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function whyNot(): string {
  const note = `${nativeName()}.failed`;
  if (!existsSync(note)) return '`npm run build` does it where there is a C compiler';
  return `the compiler failed (\`npm run build\` tries again). ${readFileSync(note, 'utf8').trim()}`;
}

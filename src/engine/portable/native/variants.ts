import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { arithmetics } from '../kernels.js';

/** How kernels.c is compiled for a kind of machine, and where the result lies. */

export const variants = ['avx512', 'avx2', 'sse2', 'neon'] as const;
export type Variant = (typeof variants)[number];

interface Target {
  readonly arch: string;
  readonly flags: readonly string[];
}

// What binding.c asks the processor for, and nothing else; by names that old compilers know too.
const avx2 = ['-mavx2', '-mfma', '-mbmi2'];
const avx512 = [...avx2, '-mavx512f', '-mavx512vl', '-mavx512dq', '-mavx512bw', '-mavx512cd'];

const targets: Readonly<Record<Variant, Target>> = {
  avx512: { arch: 'x64', flags: [...avx512, '-DLANES=16'] },
  avx2: { arch: 'x64', flags: [...avx2, '-DLANES=8'] },
  sse2: { arch: 'x64', flags: ['-DLANES=4'] },
  neon: { arch: 'arm64', flags: ['-DLANES=4'] },
};

/** Contraction would fuse what is to be rounded twice; built-in functions are not ours to the last bit. */
export const flags = ['-std=gnu11', '-O3', '-fPIC', '-fvisibility=hidden', '-pthread'];
const kernelFlags = [...flags, '-ffp-contract=off', '-fno-builtin'];

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
export const sources = join(root, 'src', 'engine', 'portable');
export const folder = join(root, 'dist', 'native');

/** The variants for this kind of machine, fastest first. Windows has none: WebAssembly serves there. */
export function variantsHere(): readonly Variant[] {
  return process.platform === 'win32' ? [] : variants.filter((name) => targets[name].arch === process.arch);
}

/** One object file each: a name, and what the compiler is told to make it of kernels.c. */
export function objects(): readonly { readonly name: string; readonly flags: readonly string[] }[] {
  return variantsHere().flatMap((variant) =>
    arithmetics.map((arithmetic) => ({
      name: `${variant}-${arithmetic}`,
      flags: [
        ...kernelFlags,
        ...targets[variant].flags,
        `-DVARIANT="${variant}"`,
        `-DARITHMETIC="${arithmetic}"`,
        ...(arithmetic === 'fma' ? ['-DFUSED'] : []),
      ],
    })),
  );
}

let name: string | undefined;

/** The compiled kernels' file, without its ending: of these sources and flags for this kind of machine and no other. */
export function nativeName(): string {
  if (name !== undefined) return name;
  const hash = createHash('sha256').update(
    JSON.stringify([process.platform, process.arch, flags, objects()]),
  );
  for (const from of ['.', 'native'])
    for (const file of readdirSync(join(sources, from)).toSorted())
      if (/\.[ch]$/.test(file))
        hash.update(`\0${from}/${file}\0`).update(readFileSync(join(sources, from, file)));
  return (name = join(folder, `kernels-${hash.digest('hex').slice(0, 16)}`));
}

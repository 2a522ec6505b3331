import type { Arithmetic, Kernels } from './kernels.js';
import { wrongAnswer } from './known-answer.js';
import { nativeKernels } from './native/load.js';
import { variants } from './native/variants.js';
import { wasmKernels } from './wasm.js';

/** The builds of the kernels, fastest first. All have the same bits; which one serves is a question of speed. */
export const buildNames = [...variants, 'wasm'] as const;
export type BuildName = (typeof buildNames)[number];

export interface Build {
  readonly name: BuildName;
  /** Makes kernels with a memory of their own; or why it cannot. */
  readonly instantiate: (() => Kernels) | string;
}

/** Kernels were asked for by name that cannot be used. */
export class UnusableKernels extends Error {
  override readonly name = 'UnusableKernels';
}

const asked = new Map<string, Build>();

/** A build, once it has given the known answer in this process. */
export function buildOf(name: BuildName, arithmetic: Arithmetic): Build {
  const key = `${name} ${arithmetic}`;
  const build = asked.get(key) ?? { name, instantiate: verified(name, arithmetic) };
  asked.set(key, build);
  return build;
}

function verified(name: BuildName, arithmetic: Arithmetic): Build['instantiate'] {
  if (name === 'wasm') return () => wasmKernels(arithmetic);
  const instantiate = nativeKernels(name, arithmetic);
  return typeof instantiate === 'string'
    ? instantiate
    : (wrongAnswer(instantiate, arithmetic) ?? instantiate);
}

/** Every build, and whether it can be used here. */
export function builds(arithmetic: Arithmetic): readonly Build[] {
  return buildNames.map((name) => buildOf(name, arithmetic));
}

export interface Serving {
  readonly name: BuildName;
  readonly instantiate: () => Kernels;
  /** Multiply-adds are computed in software: exact, and slow. */
  readonly inSoftware: boolean;
}

/** The build that serves an arithmetic: the one that SAMEBITS_KERNELS names (throws UnusableKernels), else the fastest. */
export function serving(arithmetic: Arithmetic): Serving {
  const forced = process.env.SAMEBITS_KERNELS;
  const names = forced === undefined ? buildNames : [known(forced)];
  for (const name of names) {
    const { instantiate } = buildOf(name, arithmetic);
    if (typeof instantiate !== 'string')
      return { name, instantiate, inSoftware: arithmetic === 'fma' && (name === 'wasm' || name === 'sse2') };
    if (forced !== undefined) throw new UnusableKernels(`SAMEBITS_KERNELS: ${name} ${instantiate}`);
  }
  throw new Error('WebAssembly serves where nothing else does');
}

function known(name: string): BuildName {
  const found = buildNames.find((one) => one === name);
  if (found !== undefined) return found;
  throw new UnusableKernels(
    `SAMEBITS_KERNELS: there are no kernels ${name}; there are ${buildNames.join(', ')}`,
  );
}

import { askedBuild, buildNames, type BuildName, UnusableKernels } from './asked-build.js';
import type { Arithmetic, Kernels } from './kernels.js';
import { wrongAnswer } from './known-answer.js';
import { nativeKernels } from './native/load.js';
import { wasmKernels } from './wasm.js';

export type Build = UsableBuild | OtherBuild;

export interface UsableBuild {
  readonly name: BuildName;
  /** Makes kernels with a memory of their own. */
  readonly instantiate: () => Kernels;
  /** Its multiply-adds are fused in software: exact, and some 50 times slower. */
  readonly inSoftware: boolean;
}

export interface OtherBuild {
  readonly name: BuildName;
  /** Why it cannot be used here. */
  readonly problem: string;
  /** It can be run but does not give the known answer, which should not be. */
  readonly wrong: boolean;
}

const asked = new Map<string, Build>();

/** A build, once it has given the known answer in this process. */
export function buildOf(name: BuildName, arithmetic: Arithmetic): Build {
  const key = `${name} ${arithmetic}`;
  const build = asked.get(key) ?? verified(name, arithmetic);
  asked.set(key, build);
  return build;
}

function verified(name: BuildName, arithmetic: Arithmetic): Build {
  const inSoftware = arithmetic === 'fma' && (name === 'wasm' || name === 'sse2');
  if (name === 'wasm') return { name, instantiate: () => wasmKernels(arithmetic), inSoftware };
  const instantiate = nativeKernels(name, arithmetic);
  if (typeof instantiate === 'string') return { name, problem: instantiate, wrong: false };
  const problem = problemOf(instantiate, arithmetic);
  return problem === undefined ? { name, instantiate, inSoftware } : { name, problem, wrong: true };
}

/** Where there are no addresses for kernels of this kind, or Node will not share their memory, other kernels may do. */
function problemOf(instantiate: () => Kernels, arithmetic: Arithmetic): string | undefined {
  try {
    return wrongAnswer(instantiate, arithmetic);
  } catch (error) {
    return `cannot be used here: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Every build, and whether it can be used here. */
export function builds(arithmetic: Arithmetic): readonly Build[] {
  return buildNames.map((name) => buildOf(name, arithmetic));
}

/** The build that serves an arithmetic: the one that SAMEBITS_KERNELS names (throws UnusableKernels), else the fastest. */
export function serving(arithmetic: Arithmetic): UsableBuild {
  const forced = askedBuild();
  if (forced !== undefined) return demanded(forced, arithmetic);
  for (const name of buildNames) {
    const build = buildOf(name, arithmetic);
    if ('instantiate' in build) return build;
  }
  throw new Error('WebAssembly can be used everywhere');
}

function demanded(name: BuildName, arithmetic: Arithmetic): UsableBuild {
  const build = buildOf(name, arithmetic);
  if ('instantiate' in build) return build;
  throw new UnusableKernels(
    `SAMEBITS_KERNELS: ${name} cannot be used for ${arithmetic}: it ${build.problem}`,
  );
}

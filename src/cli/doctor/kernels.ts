import { type Build, builds, type Serving, serving, UnusableKernels } from '../../engine/portable/builds.js';
import { compilerCommand, compilerVersion } from '../../engine/portable/native/build.js';
import type { Finding } from './finding.js';

/** Which build of the kernels serves each arithmetic, and for each build whether it can be used here. */
export function kernelFindings(): readonly Finding[] {
  const fused = new Map(builds('fma').map((build) => [build.name, build]));
  return [
    servingFinding(() => [serving('portable'), serving('fma')]),
    ...builds('portable').map((build) => buildFinding(build, fused.get(build.name) ?? build)),
  ];
}

export function servingFinding(find: () => readonly [portable: Serving, fma: Serving]): Finding {
  try {
    const [portable, fma] = find();
    const slow = fma.inSoftware ? ' in software, slowly' : '';
    return {
      subject: 'kernels',
      state: 'works',
      says: `arithmetic portable by ${portable.name}, fma by ${fma.name}${slow}; every build has the same bits`,
    };
  } catch (error) {
    if (!(error instanceof UnusableKernels)) throw error;
    return {
      subject: 'kernels',
      state: 'broken',
      says: error.message,
      remedy: 'Unset SAMEBITS_KERNELS: then the fastest that can be used serves.',
    };
  }
}

/** A build as it serves the two arithmetics. */
export function buildFinding(portable: Build, fma: Build): Finding {
  const about = { subject: 'kernels', part: portable.name };
  const wrong = [portable, fma].find((build) => build.wrong);
  if (wrong !== undefined)
    return {
      ...about,
      state: 'broken',
      says: reason(wrong),
      remedy: 'Compile it again: npm run build. Until then another build serves, with the same bits.',
    };
  const usable = [portable, fma].filter(({ instantiate }) => typeof instantiate !== 'string');
  if (usable.length === 2) return { ...about, state: 'works', says: usableText(portable) };
  if (usable.length === 0) return { ...about, state: 'absent', says: reason(portable) };
  const [which, other] = usable[0] === portable ? ['portable', fma] : ['fma', portable];
  return { ...about, state: 'works', says: `only for ${which}; for the other: ${reason(other)}` };
}

function usableText({ name }: Build): string {
  return name === 'wasm' ? 'comes with samebits, for every machine' : 'compiled here; gave the known answer';
}

function reason({ instantiate }: Build): string {
  return typeof instantiate === 'string' ? instantiate : 'usable';
}

export async function compilerFinding(): Promise<Finding> {
  try {
    return { subject: 'compiler', state: 'works', says: await compilerVersion() };
  } catch {
    return {
      subject: 'compiler',
      state: 'absent',
      says: `there is no C compiler ${compilerCommand()}; it makes the native kernels, about three times as fast as wasm`,
      remedy: `${compilerRemedies[process.platform] ?? 'Install gcc or clang'}, then npm run build.`,
    };
  }
}

const compilerRemedies: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'Install gcc or clang (on Debian: apt install gcc libc6-dev)',
  darwin: 'Run xcode-select --install',
};

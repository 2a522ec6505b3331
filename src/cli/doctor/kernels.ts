import { UnusableKernels } from '../../engine/portable/asked-build.js';
import { type Build, builds, serving, type UsableBuild } from '../../engine/portable/builds.js';
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

export function servingFinding(find: () => readonly [portable: UsableBuild, fma: UsableBuild]): Finding {
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
  if ('instantiate' in portable && 'instantiate' in fma)
    return { ...about, state: 'works', says: usableText(portable) };
  const problems = [portable, fma].flatMap((build) => ('problem' in build ? [build] : []));
  const says = [...new Set(problems.map(({ problem }) => problem))].join('; ');
  if (!problems.some(({ wrong }) => wrong)) return { ...about, state: 'absent', says };
  const remedy =
    "Compile it again, in samebits' own folder: npm run build. Until then another build serves, with the same bits.";
  return { ...about, state: 'broken', says, remedy };
}

function usableText({ name }: UsableBuild): string {
  return name === 'wasm' ? 'comes with samebits, for every machine' : 'compiled here; gave the known answer';
}

export async function compilerFinding(): Promise<Finding> {
  try {
    return { subject: 'compiler', state: 'works', says: await compilerVersion() };
  } catch {
    return {
      subject: 'compiler',
      state: 'absent',
      says: `there is no C compiler ${compilerCommand()}; it makes the native kernels, about three times as fast as wasm`,
      remedy: `${compilerRemedies[process.platform] ?? 'Install gcc or clang'}; the next run compiles them.`,
    };
  }
}

const compilerRemedies: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'Install gcc or clang (on Debian: apt install gcc libc6-dev)',
  darwin: 'Run xcode-select --install',
};

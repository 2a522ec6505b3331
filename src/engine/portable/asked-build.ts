import { variants } from './native/variants.js';

/** The builds of the kernels, fastest first. All have the same bits; which one serves is a question of speed. */
export const buildNames = [...variants, 'wasm'] as const;
export type BuildName = (typeof buildNames)[number];

/** Kernels were asked for by name that cannot be used. */
export class UnusableKernels extends Error {
  override readonly name = 'UnusableKernels';
}

/** The build that SAMEBITS_KERNELS asks for, if it does. Throws UnusableKernels where there is none of that name. */
export function askedBuild(): BuildName | undefined {
  const name = process.env.SAMEBITS_KERNELS;
  const found = buildNames.find((one) => one === name);
  if (name === undefined || found !== undefined) return found;
  throw new UnusableKernels(
    `SAMEBITS_KERNELS: there are no kernels "${name}"; there are ${buildNames.join(', ')}`,
  );
}

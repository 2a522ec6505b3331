import type { Arithmetic } from './portable/kernels.js';

export { arithmetics } from './portable/kernels.js';

export const engines = ['portable', 'tensorflow'] as const;
export type EngineName = (typeof engines)[number];

/** What the bits of a computation depend on besides its numbers. */
export interface EngineChoice {
  readonly engine: EngineName;
  /** The portable engine's; others have their own. */
  readonly arithmetic: Arithmetic;
}

export const engines = ['portable', 'tensorflow'] as const;
export type EngineName = (typeof engines)[number];

/** How a multiply-add rounds: `portable` multiplies, then adds, and rounds twice; `fma` rounds once. Each has its own bits. */
export const arithmetics = ['portable', 'fma'] as const;
export type Arithmetic = (typeof arithmetics)[number];

/** What the bits of a computation depend on besides its numbers. */
export interface EngineChoice {
  readonly engine: EngineName;
  readonly arithmetic: Arithmetic;
}

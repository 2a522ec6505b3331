/**
 * What a test comes to: the probability, were nothing there, of a result at least this far to one side, to the other, or to either.
 * Everything here is whole-number arithmetic, or + − × ÷ √ and functions made of them: p-values are in artifacts.
 */
export interface TestOutcome {
  readonly less: number;
  readonly greater: number;
  readonly different: number;
  /** The probability that the two-sided test at a level finds a difference of this size; of tests for which that is known. */
  readonly power?: (effect: number, level: number) => number;
}

/** Why a test says nothing. */
export interface NoOutcome {
  readonly undecided: string;
}

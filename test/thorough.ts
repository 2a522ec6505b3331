/**
 * Whether everything is tried as often as is worth a longer wait: SAMEBITS_THOROUGH=1. Without it the same is tried, on fewer cases.
 */
const isThorough = process.env.SAMEBITS_THOROUGH === '1';

/** How often something is tried: so many times, or so many where it is to be thorough. */
export function times(ordinarily: number, thoroughly: number): number {
  return isThorough ? thoroughly : ordinarily;
}

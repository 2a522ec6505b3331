/**
 * With what probability a recorded computation passes in which this many parts are wrong: that none of them is among `drawn`
 * of `of` parts, drawn without replacement. Hypergeometric: Π (of − wrong − i)/(of − i) over i < drawn.
 */
export function passProbability(drawn: number, of: number, wrong: number): number {
  let probability = 1;
  for (let i = 0; i < drawn; i++) probability *= Math.max(0, of - wrong - i) / (of - i);
  return probability;
}

/** The least number of parts that is at least this fraction of them. */
export function wrongParts(fraction: number, of: number): number {
  return Math.ceil(fraction * of);
}

/** By example: whether its prediction is wrong. */
export type Mistakes = ReadonlyMap<number, boolean>;

/** How many examples only the first gets wrong, and only the second; undefined where the two are not about the same examples. */
export function discordance(
  first: Mistakes,
  second: Mistakes,
): readonly [onlyFirst: number, onlySecond: number] | undefined {
  if (first.size !== second.size) return undefined;
  let [onlyFirst, onlySecond] = [0, 0];
  for (const [example, wrong] of first) {
    const other = second.get(example);
    if (other === undefined) return undefined;
    if (wrong && !other) onlyFirst += 1;
    if (!wrong && other) onlySecond += 1;
  }
  return [onlyFirst, onlySecond];
}

export function errorsIn(mistakes: Mistakes): number {
  let errors = 0;
  for (const wrong of mistakes.values()) errors += wrong ? 1 : 0;
  return errors;
}

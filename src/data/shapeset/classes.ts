/** The nine classes, in the paper's order (section 2.1): one shape, two of different types, two of one type. */
export const classes = [
  'triangle',
  'parallelogram',
  'ellipse',
  'triangle + parallelogram',
  'parallelogram + ellipse',
  'triangle + ellipse',
  'triangle + triangle',
  'parallelogram + parallelogram',
  'ellipse + ellipse',
] as const;

/** Pairs [first type][second type] of triangle 0, parallelogram 1, ellipse 2; which one is in front is not told apart. */
const pairs = Uint8Array.of(6, 3, 5, 3, 7, 4, 5, 4, 8);

export function labelOfTwo(first: number, second: number): number {
  return pairs[3 * first + second] ?? 0;
}

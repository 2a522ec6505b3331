import { permutation } from '../../src/random/permutation.js';

/** How many images of every class go into each part. */
export interface PerClass {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

export interface LabelledFile {
  readonly file: string;
  /** The class's index. */
  readonly label: number;
}

/**
 * Cuts every class's files, in an order drawn for the class, into test, validation and training, in this order: another
 * number of training images changes neither of the other parts. Each part goes round the classes, so that any
 * stretch of as many examples as there are classes holds one of each. No class may have fewer files than are needed.
 */
export function balancedSplit(
  seed: number,
  classes: readonly (readonly string[])[],
  { train, validation, test }: PerClass,
): Readonly<Record<keyof PerClass, readonly LabelledFile[]>> {
  const orders = classes.map((files, label) => [...permutation(seed, 'split', label, files.length)]);
  const round = (place: number): readonly LabelledFile[] =>
    classes.map((files, label) => ({ file: files[orders[label]?.[place] ?? -1] ?? '', label }));
  const rounds = (first: number, count: number): readonly LabelledFile[] =>
    Array.from({ length: count }, (_, index) => round(first + index)).flat();
  return {
    test: rounds(0, test),
    validation: rounds(test, validation),
    train: rounds(test + validation, train),
  };
}

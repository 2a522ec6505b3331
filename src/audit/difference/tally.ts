/** One value that is another in the second artifact. Values are texts that are read back exactly. */
export interface DifferingValue {
  readonly at: Place;
  readonly before: string;
  readonly after: string;
  /** How far apart numbers are, in units in the last place; null of what is no finite number. */
  readonly ulps: number | null;
}

export type Place =
  /** `element` counts from 0 over the whole tensor; `index` is the same in each dimension. */
  | {
      readonly kind: 'tensor';
      readonly tensor: string;
      readonly element: number;
      readonly index: readonly number[];
    }
  /** Rows count from 1, without the header. */
  | { readonly kind: 'cell'; readonly row: number; readonly column: string }
  /** Bytes count from 0. */
  | { readonly kind: 'byte'; readonly byte: number };

/** How much of two artifacts differs. */
export interface Differing {
  /** The first differing values. */
  readonly first: readonly DifferingValue[];
  readonly differing: number;
  /** How many values were compared. */
  readonly compared: number;
  /** The greatest distance of two finite numbers; null where no such differ. */
  readonly largestUlps: number | null;
}

/** How many differing values are kept to be shown. */
const shownFirst = 3;

export interface Tally {
  /** Counts a differing value; what it is, is asked only of the first. */
  note(ulps: number | null, value: () => Omit<DifferingValue, 'ulps'>): void;
  result(compared: number): Differing;
}

export function newTally(): Tally {
  const first: DifferingValue[] = [];
  let differing = 0;
  let largestUlps: number | null = null;
  return {
    note(ulps, value) {
      differing++;
      if (ulps !== null && ulps > (largestUlps ?? -1)) largestUlps = ulps;
      if (first.length < shownFirst) first.push({ ...value(), ulps });
    },
    result: (compared) => ({ first, differing, compared, largestUlps }),
  };
}

/** The squared Euclidean norms of numbers a and of their difference from b; sums of them belong to the numbers together. */
export interface Squares {
  readonly own: number;
  readonly difference: number;
}

export function squaresOf(a: Float32Array, b: Float32Array): Squares {
  let [own, difference] = [0, 0];
  for (const [index, value] of a.entries()) {
    const apart = value - (b[index] ?? NaN);
    own += value * value;
    difference += apart * apart;
  }
  return { own, difference };
}

export function together(squares: readonly Squares[]): Squares {
  return squares.reduce(
    (sum, { own, difference }) => ({ own: sum.own + own, difference: sum.difference + difference }),
    { own: 0, difference: 0 },
  );
}

/** ‖a − b‖/‖a‖; 0 where nothing differs, also where a is zero. */
export function relativeDistance({ own, difference }: Squares): number {
  return difference === 0 ? 0 : Math.sqrt(difference / own);
}

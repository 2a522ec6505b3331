/** Counts in bins of equal width over [low, high]; the last bin holds `high` too. Values beyond are in no bin. */
interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: Uint32Array;
  /** How many values there were, those beyond the bins included. */
  readonly total: number;
}

export function histogram(values: Float32Array, low: number, high: number, bins: number): Histogram {
  const counts = new Uint32Array(bins);
  const scale = bins / (high - low);
  for (const value of values) {
    if (!(value >= low && value <= high)) continue;
    const bin = Math.min(bins - 1, Math.floor((value - low) * scale));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, high, counts, total: values.length };
}

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Fraction of all values per unit of value. */
  readonly density: number;
}

export function binsOf({ low, high, counts, total }: Histogram): readonly Bin[] {
  const bins = counts.length;
  const edge = (index: number): number => (low * (bins - index) + high * index) / bins;
  return Array.from(counts, (count, index) => ({
    low: edge(index),
    high: edge(index + 1),
    count,
    density: (count * bins) / (total * (high - low)),
  }));
}

/** The least number with one significant digit that is not below `value`; 1 for 0 or what is not finite. */
export function roundedUp(value: number): number {
  if (!(value > 0) || value === Infinity) return 1;
  // toExponential(0) is exactly specified: the nearest one-digit number.
  const [digit = '1', exponent = '0'] = value.toExponential(0).split('e');
  const nearest = Number(`${digit}e${exponent}`);
  return nearest >= value ? nearest : Number(`${Number(digit) + 1}e${exponent}`);
}

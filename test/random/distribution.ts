/** Φ(z), by its Taylor series at 0 divided by φ: Φ(z) = ½ + φ(z)·(z + z³/3 + z⁵/(3·5) + …). */
export function normalCdf(z: number): number {
  let [term, sum] = [z, z];
  for (let n = 3; Math.abs(term) > 1e-18; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/** √n times the greatest distance between the values' distribution and `cdf`: by chance above 1.95 once in a thousand. */
export function kolmogorovSmirnov(values: Iterable<number>, cdf: (value: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const distances = sorted.map((value, index) => {
    const expected = cdf(value);
    return Math.max((index + 1) / n - expected, expected - index / n);
  });
  return Math.sqrt(n) * distances.reduce((most, distance) => Math.max(most, distance), 0);
}

/** The mean of the values' n-th powers. */
export function moment(values: Iterable<number>, n: number): number {
  const all = Float64Array.from(values);
  return all.reduce((sum, value) => sum + value ** n, 0) / all.length;
}

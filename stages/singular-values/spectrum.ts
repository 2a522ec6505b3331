import type { Row } from '../../src/artifact/table.js';

/** One row of the summary: `spectra` are the singular values of each example, largest first. */
export function summaryRow(layer: number, spectra: readonly Float64Array[]): Row {
  const means = spectra.map((values) => meanOf(values));
  const meanSingularValue = meanOf(means);
  const largest = meanOf(spectra.map((values) => values[0] ?? NaN));
  const smallest = meanOf(spectra.map((values) => values.at(-1) ?? NaN));
  return {
    layer,
    examples: spectra.length,
    count: spectra[0]?.length ?? NaN,
    meanSingularValue,
    standardError: Math.sqrt(varianceOf(means, meanSingularValue) / means.length),
    meanSquaredSingularValue: meanOf(spectra.map((values) => meanOf(values.map((value) => value * value)))),
    ...{ largest, smallest, condition: largest / smallest },
  };
}

/** The least value that p % of all do not exceed, p = 0 to 100; at 0 the smallest. */
export function percentileRows(layer: number, spectra: readonly Float64Array[]): readonly Row[] {
  const all = Float64Array.from(spectra.flatMap((values) => [...values])).sort();
  return Array.from({ length: 101 }, (_, percent) => ({
    layer,
    percent,
    singularValue: all[Math.max(0, Math.ceil((percent * all.length) / 100) - 1)] ?? NaN,
  }));
}

function meanOf(values: readonly number[] | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** With n − 1, as of a sample. */
function varianceOf(values: readonly number[], mean: number): number {
  const deviations = values.map((value) => (value - mean) * (value - mean));
  return (meanOf(deviations) * values.length) / (values.length - 1);
}

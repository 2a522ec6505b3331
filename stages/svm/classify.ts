import type { Examples } from '../../src/data/examples.js';
import type { Classified } from '../../src/statistics/classified.js';
import { classAt, type Machine } from './machine.js';
import type { KernelClass } from './rows.js';

/** Examples whose kernel with all training examples is in memory at a time. */
const sliceLength = 40;

/** The class of each example, slice by slice; before each, `turn` is told how many are done, and may end the work by throwing. */
export async function classify(
  classes: readonly KernelClass[],
  machines: readonly Machine[],
  examples: Examples,
  turn: (done: number) => Promise<void>,
): Promise<Classified> {
  const { height, width } = examples.description;
  const images = new Uint8Array(sliceLength * height * width);
  const labels = new Uint8Array(examples.count);
  const predictions = new Uint8Array(examples.count);
  for (let first = 0; first < labels.length; first += sliceLength) {
    await turn(first);
    const slice = labels.subarray(first, first + sliceLength);
    const sliceImages = images.subarray(0, slice.length * height * width);
    examples.read(first, sliceImages, slice);
    const values = decisionValues(classes, machines, sliceImages, slice.length);
    for (let index = 0; index < slice.length; index += 1) {
      const own = values.subarray(index * machines.length, (index + 1) * machines.length);
      predictions[first + index] = classAt(classes, mostVoted(classes.length, machines, own)).label;
    }
  }
  return { labels, predictions };
}

/** f(x) of every machine for every image: [n][machines]. */
export function decisionValues(
  classes: readonly KernelClass[],
  machines: readonly Machine[],
  images: Uint8Array,
  count: number,
): Float64Array {
  const values = new Float64Array(count * machines.length);
  for (let image = 0; image < count; image += 1)
    values.set(
      machines.map(({ bias }) => bias),
      image * machines.length,
    );
  for (const [place, { kernel }] of classes.entries()) {
    const rows = kernel.evaluate(images);
    for (const [m, machine] of machines.entries()) {
      const coefficients = coefficientsOf(machine, place, kernel.count);
      for (let image = 0; coefficients !== undefined && image < count; image += 1) {
        const at = image * machines.length + m;
        values[at] = (values[at] ?? NaN) + product(coefficients, rows, image * kernel.count);
      }
    }
  }
  return values;
}

/** Those of the examples of the class at this place, `count` of them; undefined where the machine does not know it. */
function coefficientsOf(
  { first, second, coefficients }: Machine,
  place: number,
  count: number,
): Float64Array | undefined {
  if (place === first) return coefficients.subarray(0, count);
  return place === second ? coefficients.subarray(coefficients.length - count) : undefined;
}

/** Σ β_k K_k, k ascending. */
function product(coefficients: Float64Array, values: Float32Array, offset: number): number {
  let sum = 0;
  for (let k = 0; k < coefficients.length; k += 1)
    sum += (coefficients[k] ?? NaN) * (values[offset + k] ?? NaN);
  return sum;
}

/** The place that most machines say, the first of equals. */
function mostVoted(classes: number, machines: readonly Machine[], values: Float64Array): number {
  const votes = new Uint32Array(classes);
  for (const [m, { first, second }] of machines.entries()) {
    const said = (values[m] ?? NaN) > 0 ? first : second;
    votes[said] = (votes[said] ?? 0) + 1;
  }
  return votes.indexOf(votes.reduce((most, count) => Math.max(most, count), 0));
}

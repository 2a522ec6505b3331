import { Draws } from '../../src/random/draws.js';
import { fillFrom, normal } from '../../src/random/normal.js';

export interface RandomExamples {
  /** [examples][inputs]: standard normal. */
  readonly inputs: Float32Array;
  /** [examples]: every class as likely. */
  readonly labels: Uint8Array;
}

/** A network's random inputs and targets. */
export function randomExamples(
  seed: number,
  { count, inputs, classes }: { readonly count: number; readonly inputs: number; readonly classes: number },
): RandomExamples {
  const values = new Float32Array(count * inputs);
  const labels = new Uint8Array(count);
  for (let example = 0; example < count; example += 1) {
    const own = values.subarray(example * inputs, (example + 1) * inputs);
    fillFrom(normal(1), own, seed, 'random examples', example);
    labels[example] = new Draws(seed, 'random examples', example, inputs).below(classes);
  }
  return { inputs: values, labels };
}

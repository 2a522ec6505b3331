import { type Examples, valuesPerExample } from '../data/examples.js';
import { minibatchReader } from '../data/minibatches.js';
import { refuse, tooMany } from '../stage/mistakes.js';

export interface Sample {
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
}

/** The first examples that a training goes through in the random order of this seed. Throws BadInput where there are too few. */
export function sampleOf(examples: Examples, count: number, seed: number): Sample {
  refuse(tooMany('examples', count, 'training', examples.count));
  const inputs = new Float32Array(count * valuesPerExample(examples.description));
  const labels = new Uint8Array(count);
  minibatchReader(examples, { seed, order: 'shuffled' })(0, inputs, labels);
  return { inputs, labels };
}

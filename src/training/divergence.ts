import { grouped } from '../artifact/numbers.js';

/** What is said of a training that could not go on in finite numbers. */
export function divergence(update: number, learningRate: number): string {
  return (
    `the training diverged at update ${grouped(update)} (learning rate ${learningRate}): its cost or a pre-activation is no longer a finite number. ` +
    'What was recorded before it is kept. Try a smaller learningRate.'
  );
}

import { loadPackage } from './package.js';

/** A program that ends with exit code 0 where TensorFlow can be loaded and multiplies two matrices. */

interface Multiplier {
  getBackend(): string;
  matMul(a: readonly number[][], b: readonly number[][]): { dataSync(): Float32Array };
}

// The package's own functions of these names.
const tf = (await loadPackage()) as Multiplier;
const product = tf.matMul(
  [
    [1, 2],
    [3, 4],
  ],
  [
    [5, 6],
    [7, 8],
  ],
);
process.exit(tf.getBackend() === 'tensorflow' && product.dataSync().join() === '19,22,43,50' ? 0 : 1);

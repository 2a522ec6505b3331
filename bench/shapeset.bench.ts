import { performance } from 'node:perf_hooks';
import { fillUniform } from '../src/random/uniform.js';
import { shapesetDescription } from '../src/data/shapeset/description.js';
import { shapesetExamples } from '../src/data/shapeset/generator.js';
import type { BenchRow } from './row.js';

const rounds = 5;

/** Data and weights as training needs them, on one core: the best of a few rounds. */
export function bench(): Promise<readonly BenchRow[]> {
  return Promise.resolve([
    { what: 'Shapeset images', value: best(100_000, shapesetImages()), unit: 'images/s', note: 'one core' },
    {
      what: 'uniform weights',
      value: best(5_000_000, uniformWeights()),
      unit: 'weights/s',
      note: 'one core',
    },
  ]);
}

/** Makes the next `count` images of a stream, 1000 at a time. */
function shapesetImages(): (count: number) => void {
  const stream = shapesetExamples(1, 'train images', Infinity, shapesetDescription('Shapeset', [0, 1]));
  const [images, labels] = [new Uint8Array(1000 * 1024), new Uint8Array(1000)];
  let next = 0;
  return (count) => {
    for (const end = next + count; next < end; next += labels.length) stream.read(next, images, labels);
  };
}

function uniformWeights(): (count: number) => void {
  const weights = new Float32Array(5_000_000);
  return (count) => {
    fillUniform(weights.subarray(0, count), 1, 'weights', 0, -1, 1);
  };
}

function best(count: number, work: (count: number) => void): number {
  const seconds = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work(count);
    return (performance.now() - start) / 1000;
  });
  return count / Math.min(...seconds);
}

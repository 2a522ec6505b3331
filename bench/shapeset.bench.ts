import { shapesetDescription } from '../src/data/shapeset/description.js';
import { shapesetExamples } from '../src/data/shapeset/generator.js';
import { fillUniform } from '../src/random/uniform.js';
import { interleaved, type Measured } from './rounds.js';
import { millisecondsOf, summaryOfRates } from './samples.js';
import type { Section } from './section.js';

/** Data and weights as training needs them, on one core. */
export const bench: Section = async ({ quick }) => {
  const [images, weights] = quick ? [2000, 100_000] : [100_000, 5_000_000];
  const work: Record<string, Measured> = {
    'Shapeset images': perSecond(images, shapesetImages(images)),
    'uniform weights': perSecond(weights, uniformWeights(weights)),
  };
  const values = await interleaved(work, quick ? 1 : 7);
  const rows = Object.entries(values).map(([what, rates]) => {
    const { best, median } = summaryOfRates(rates);
    return { what, values: [best, median] };
  });
  return [{ title: 'made on one core', columns: ['a second, best', 'median'], rows }];
};

function perSecond(count: number, work: () => void): Measured {
  return { round: async () => (1e3 * count) / (await millisecondsOf(work)) };
}

/** Makes the next `count` images of a stream, 1000 at a time. */
function shapesetImages(count: number): () => void {
  const stream = shapesetExamples(
    1,
    'train images',
    Infinity,
    shapesetDescription('train', [0, 1], 'stream'),
  );
  const [images, labels] = [new Uint8Array(1000 * 1024), new Uint8Array(1000)];
  let next = 0;
  return () => {
    for (const end = next + count; next < end; next += labels.length) stream.read(next, images, labels);
  };
}

function uniformWeights(count: number): () => void {
  const weights = new Float32Array(count);
  return () => {
    fillUniform(weights, 1, 'weights', 0, -1, 1);
  };
}

import type { Mistake } from '../../src/stage/contract.js';

/** As the stage is told: every layer, or inputs, one hidden layer and classes, and how often the hidden one is there. */
interface LayersParameters {
  layers: number[];
  depth?: number;
}

/** Every layer written out; what cannot be, as it is. */
export function writtenOut({ layers, depth }: LayersParameters): LayersParameters {
  const [inputs, hidden, classes, ...more] = layers;
  if (depth === undefined) return { layers };
  if (inputs === undefined || hidden === undefined || classes === undefined || more.length > 0)
    return { layers, depth };
  return { layers: [inputs, ...Array<number>(depth).fill(hidden), classes] };
}

/** `written` are layers as `writtenOut` leaves them. */
export function depthMistakes(written: LayersParameters): readonly Mistake[] {
  if (written.depth === undefined) return [];
  return [
    {
      at: { parameter: ['depth'] },
      rule: `is how often the one hidden layer is there, but layers names ${written.layers.length - 2} of them.`,
      remedy:
        'Name inputs, one hidden layer and classes in layers, such as [1024, 1000, 9], or leave depth out.',
    },
  ];
}

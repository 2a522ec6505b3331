import { connectionsOf, encodeParameters } from '../../src/engine/parameters.js';
import { fillUniform } from '../../src/random/uniform.js';
import type { StageRun } from '../../src/stage/contract.js';
import type { declaration } from './declaration.js';

export const run: StageRun<typeof declaration> = async (context) => {
  const { layers, scheme, seed } = context.parameters;
  const connections = connectionsOf(layers);
  const weights = connections.map(({ fanIn, fanOut }, layer) => {
    const bound = bounds[scheme](fanIn, fanOut);
    const drawn = new Float32Array(fanIn * fanOut);
    fillUniform(drawn, seed, 'weights', layer, -bound, bound);
    return drawn;
  });
  const biases = connections.map(({ fanOut }) => new Float32Array(fanOut));
  const title = `${layers.join('–')} network, ${scheme} initialisation`;
  const count = weights.reduce((sum, values) => sum + values.length, 0);
  context.progress({ done: count, total: count, unit: 'weights' });
  await context.write('network', encodeParameters({ weights, biases }, layers), { title, layers, scheme });
};

/** Weights are uniform in ±bound. Glorot and Bengio 2010, equations 1 and 16. */
const bounds = {
  standard: (fanIn: number) => 1 / Math.sqrt(fanIn),
  normalised: (fanIn: number, fanOut: number) => Math.sqrt(6) / Math.sqrt(fanIn + fanOut),
} as const;

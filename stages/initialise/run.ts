import { setImmediate } from 'node:timers/promises';
import { connectionsOf, encodeParameters } from '../../src/engine/parameters.js';
import type { StageRun } from '../../src/stage/contract.js';
import type { declaration } from './declaration.js';
import { networkTitle, schemeOf } from './scheme.js';
import { weightsOf } from './weights.js';

export const run: StageRun<typeof declaration> = async (context) => {
  const { layers, scheme, seed } = context.parameters;
  const connections = connectionsOf(layers);
  const total = connections.reduce((sum, { fanIn, fanOut }) => sum + fanIn * fanOut, 0);
  const weights: Float32Array[] = [];
  let done = 0;
  for (const [index, { fanIn, fanOut }] of connections.entries()) {
    weights.push(weightsOf(schemeOf(scheme), { seed, index, fanIn, fanOut }));
    done += fanIn * fanOut;
    context.progress({ done, total, unit: 'weights' });
    await setImmediate();
    context.signal.throwIfAborted();
  }
  const biases = connections.map(({ fanOut }) => new Float32Array(fanOut));
  const title = networkTitle(layers, scheme);
  await context.write('network', encodeParameters({ weights, biases }, layers), { title, layers, scheme });
};

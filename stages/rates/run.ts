import { setImmediate } from 'node:timers/promises';
import { openExamples } from '../../src/data/open.js';
import type { Network, Parameters } from '../../src/engine/engine.js';
import { encodeParameters } from '../../src/engine/parameters.js';
import { failureMark } from '../../src/stage/cell.js';
import { artifactOf, onlyInput, type StageContext, type StageRun } from '../../src/stage/contract.js';
import { writeTable } from '../../src/stage/table-output.js';
import { openNetwork } from '../../src/training/network.js';
import { type Sample, sampleOf } from '../../src/training/sample.js';
import { declaration } from './declaration.js';
import { distributionRow } from './distribution.js';
import { measure, ratesOf } from './measure.js';
import { methodOf } from './method.js';

const distributionTitle = 'Factors of the learning rate in each layer';

type Context = StageContext<typeof declaration>;

export const run: StageRun<typeof declaration> = async (context) => {
  const { parameters } = context;
  const examples = await openExamples(artifactOf(onlyInput(context.inputs, 'data'), 'train'));
  const artifact = artifactOf(onlyInput(context.inputs, 'network'), 'network');
  const network = await openNetwork(artifact, parameters, examples.description, context);
  const sample = sampleOf(examples, parameters.examples, parameters.seed);
  const rates = await ratesOfAll(context, network, sample);
  const { layers, activation, cost } = network.architecture;
  const title = `Learning rates of a ${layers.join('–')} network, by ${methodOf(parameters.method).name}`;
  await context.write('rates', encodeParameters(rates, layers), {
    ...{ title, layers, activation, cost },
    ...failureMark(context.inputs),
  });
  const rows = rates.weights.flatMap((weights, index) => [
    distributionRow(index + 1, 'weights', weights),
    distributionRow(index + 1, 'biases', rates.biases[index] ?? new Float32Array()),
  ]);
  await writeTable(context, declaration, 'distribution', { title: distributionTitle, rows });
};

async function ratesOfAll(context: Context, network: Network, sample: Sample): Promise<Parameters> {
  const { damping, method } = context.parameters;
  const total = network.architecture.layers.length - 1;
  await turn(context, 0, total);
  const { weights, biases } = measure(network, sample, methodOf(method));
  const rates: Float32Array[] = [];
  for (const layer of weights) {
    // What a layer is measured in is the next one's memory: it is used up before that is asked for.
    rates.push(ratesOf(layer(), damping));
    await turn(context, rates.length, total);
  }
  return { weights: rates, biases: biases.map((layer) => ratesOf(layer, damping)) };
}

/** Lets the event loop have its turn, so that an abort is heard between two layers. */
async function turn(context: Context, done: number, total: number): Promise<void> {
  context.progress({ done, total, unit: 'layers' });
  await setImmediate();
  context.signal.throwIfAborted();
}

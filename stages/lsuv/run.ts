import { setImmediate } from 'node:timers/promises';
import type { Row } from '../../src/artifact/table.js';
import { openExamples } from '../../src/data/open.js';
import { encodeParameters } from '../../src/engine/parameters.js';
import { failureMark } from '../../src/stage/cell.js';
import { artifactOf, onlyInput, type StageRun } from '../../src/stage/contract.js';
import { writeTable } from '../../src/stage/table-output.js';
import { openNetwork } from '../../src/training/network.js';
import { sampleOf } from '../../src/training/sample.js';
import { declaration } from './declaration.js';
import { scaleLayer } from './scale.js';

export const run: StageRun<typeof declaration> = async (context) => {
  const { examples: count, seed, tolerance, iterations, ...settings } = context.parameters;
  const examples = await openExamples(artifactOf(onlyInput(context.inputs, 'data'), 'train'));
  const artifact = artifactOf(onlyInput(context.inputs, 'network'), 'network');
  // Variances are the same whatever the cost is.
  const opened = { ...settings, cost: 'crossEntropy' as const };
  const network = await openNetwork(artifact, opened, examples.description, context);
  const sample = sampleOf(examples, count, seed);
  const { layers, activation } = network.architecture;
  const rows: Row[] = [];
  for (const index of layers.slice(1).keys()) {
    context.progress({ done: index, total: layers.length - 1, unit: 'layers' });
    await setImmediate();
    context.signal.throwIfAborted();
    rows.push({ layer: index + 1, ...scaleLayer(network, index, sample, { tolerance, iterations }) });
  }
  await context.write('network', encodeParameters(network.parameters(), layers), {
    ...{ title: `${layers.join('–')} network, layer-sequential unit variance`, layers, activation },
    ...{ range: examples.description.range, ...failureMark(context.inputs) },
  });
  await writeTable(context, declaration, 'scales', { title: 'Scaling of each layer', rows });
};

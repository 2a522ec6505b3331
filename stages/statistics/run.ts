import { setImmediate } from 'node:timers/promises';
import type { Row } from '../../src/artifact/table.js';
import { readAll } from '../../src/data/minibatches.js';
import { openExamples } from '../../src/data/open.js';
import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { artifactOf, onlyInput } from '../../src/stage/contract.js';
import { writeTable } from '../../src/stage/table-output.js';
import { quantities, valuesOf } from '../../src/statistics/layers.js';
import { summarise } from '../../src/statistics/summary.js';
import { openNetwork } from '../../src/training/network.js';
import { declaration } from './declaration.js';
import { histogramRows, histogramsTitle } from './histograms.js';
import { jacobianTable } from './jacobians.js';
import { summaryTable } from './summaries.js';

export const run: StageRun<typeof declaration> = async (context) => {
  const { activation, examples: count, bins } = context.parameters;
  const examples = await openExamples(artifactOf(onlyInput(context.inputs, 'data'), 'test'));
  const { inputs, labels } = readAll(examples, count);
  const artifact = artifactOf(onlyInput(context.inputs, 'network'), 'network');
  const network = await openNetwork(artifact, context.parameters, examples.description, context);
  const gradients = network.gradients(inputs, labels);
  const hidden = network.architecture.layers.length - 2;
  const histograms: Row[] = [];
  for (const [done, quantity] of quantities.entries()) {
    await turn(context, done);
    const layers = valuesOf(gradients, quantity);
    const summaries = layers.map((values) => summarise(values()));
    await writeTable(context, declaration, quantity, summaryTable(quantity, count, summaries));
    histograms.push(
      ...histogramRows(quantity, layers.slice(0, hidden), summaries.slice(0, hidden), activation, bins),
    );
  }
  await turn(context, quantities.length);
  await writeTable(context, declaration, 'histograms', { title: histogramsTitle, rows: histograms });
  await writeTable(context, declaration, 'jacobians', jacobianTable(network, inputs, gradients));
  await turn(context, quantities.length + 1);
};

/** Lets the event loop have its turn, so that an abort is heard between two quantities. */
async function turn(context: Pick<StageContext, 'progress' | 'signal'>, done: number): Promise<void> {
  context.progress({ done, total: quantities.length + 1, unit: 'tables' });
  await setImmediate();
  context.signal.throwIfAborted();
}

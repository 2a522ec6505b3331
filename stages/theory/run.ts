import { setImmediate } from 'node:timers/promises';
import type { Row } from '../../src/artifact/table.js';
import { readAll } from '../../src/data/minibatches.js';
import { openExamples } from '../../src/data/open.js';
import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { artifactOf, onlyInput } from '../../src/stage/contract.js';
import { refuse } from '../../src/stage/mistakes.js';
import { writeTable } from '../../src/stage/table-output.js';
import { moments } from '../../src/statistics/summary.js';
import { decodeParameters } from '../../src/engine/parameters.js';
import { misfits } from '../../src/training/fit.js';
import { functions } from './activation.js';
import { declaration } from './declaration.js';
import { addPairs, type Examined } from './pairs.js';
import { forwardPass, outputGradients, type ForwardPass } from './passes.js';
import { schemeIn, schemeMistakes } from './scheme-known.js';
import {
  activationRows,
  backpropagatedRows,
  fixedPointRow,
  gradientRows,
  jacobianRow,
  over,
  type Predicted,
} from './tables.js';
import { weightsOf, type LayerWeights } from './weights.js';

type Context = StageContext<typeof declaration>;

export const run: StageRun<typeof declaration> = async (context) => {
  const { activation: name, examples: count } = context.parameters;
  const examples = await openExamples(artifactOf(onlyInput(context.inputs, 'data'), 'test'));
  const weights = await networkWeights(context, examples.description);
  const { inputs, labels } = readAll(examples, count);
  const activation = functions[name];
  const passes = await passesOf(context, inputs, (norm) => forwardPass(activation, weights, norm));
  const predicted: Predicted = { activation, weights, passes };
  const gradients = outputGradients(passes, examples.description.classes.length);
  const squares = await weightGradients(context, weights, {
    ...{ inputs, labels, passes },
    outputGradients: gradients,
  });
  const hidden = weights.slice(1).map((_, layer) => layer);
  const below = [moments(inputs).meanSquare, ...hidden.map((layer) => meanSquareOf(passes, layer))];
  const jacobians: Row[] = [];
  for (const layer of hidden) {
    jacobians.push(jacobianRow(predicted, below[layer] ?? NaN, layer));
    await turn(context, 2 * count);
  }
  const tables: Readonly<Record<keyof typeof titles, readonly Row[]>> = {
    activations: activationRows(predicted),
    backpropagatedGradients: backpropagatedRows(predicted, gradients),
    weightGradients: gradientRows([...squares]),
    jacobians,
    fixedPoint: hidden.map((layer) => fixedPointRow(predicted, layer)),
  };
  for (const [output, title] of Object.entries(titles))
    // The keys of titles are those of tables.
    await writeTable(context, declaration, output, { title, rows: tables[output as keyof typeof titles] });
};

const titles = {
  activations: 'Activations in each layer, by mean-field theory',
  backpropagatedGradients: 'Back-propagated gradients in each layer, by mean-field theory',
  weightGradients: 'Weight gradients in each layer, by mean-field theory',
  jacobians: 'How each hidden layer stretches what it is given, by mean-field theory',
  fixedPoint: 'Fixed point and depth scales of many layers like each hidden layer',
} as const;

/** Only the network's layers are read of its bytes. */
async function networkWeights(
  { inputs, parameters: { activation } }: Context,
  examples: Parameters<typeof misfits>[3],
): Promise<readonly LayerWeights[]> {
  const artifact = artifactOf(onlyInput(inputs, 'network'), 'network');
  const { layers } = decodeParameters(await artifact.bytes());
  const description = { ...artifact.description, layers };
  refuse([...misfits('network', description, { activation }, examples), ...schemeMistakes(description)]);
  return weightsOf(layers, schemeIn(description) ?? 'standard');
}

async function passesOf(
  context: Context,
  inputs: Float32Array,
  passOf: (squaredNorm: number) => ForwardPass,
): Promise<readonly ForwardPass[]> {
  const { examples } = context.parameters;
  const pixels = inputs.length / examples;
  const passes: ForwardPass[] = [];
  for (let example = 0; example < examples; example++) {
    const { meanSquare } = moments(inputs.subarray(example * pixels, (example + 1) * pixels));
    passes.push(passOf(meanSquare * pixels));
    if (example % 20 === 0) await turn(context, example);
  }
  return passes;
}

async function weightGradients(
  context: Context,
  weights: readonly LayerWeights[],
  examined: Examined,
): Promise<Float64Array> {
  const { examples } = context.parameters;
  const squares = new Float64Array(weights.length);
  for (let example = 0; example < examples; example++) {
    addPairs(squares, examined, weights, example);
    if (example % 20 === 0) await turn(context, examples + example);
  }
  return squares;
}

function meanSquareOf(passes: readonly ForwardPass[], layer: number): number {
  return over(passes, ({ fields }) => fields[layer]?.meanSquare);
}

/** Lets the event loop have its turn, so that an abort is heard. */
async function turn(context: Context, done: number): Promise<void> {
  context.progress({ done, total: 2 * context.parameters.examples, unit: 'examples' });
  await setImmediate();
  context.signal.throwIfAborted();
}

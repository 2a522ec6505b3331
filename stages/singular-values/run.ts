import { setImmediate } from 'node:timers/promises';
import type { Row } from '../../src/artifact/table.js';
import { readAll } from '../../src/data/minibatches.js';
import { openExamples } from '../../src/data/open.js';
import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { artifactOf, onlyInput } from '../../src/stage/contract.js';
import { refuse } from '../../src/stage/mistakes.js';
import { writeTable } from '../../src/stage/table-output.js';
import { openNetwork } from '../../src/training/network.js';
import { declaration, noSuchLayers } from './declaration.js';
import { singularValues } from './singular-values.js';
import { percentileRows, summaryRow } from './spectrum.js';

type Context = StageContext<typeof declaration>;

export const run: StageRun<typeof declaration> = async (context) => {
  const { examples: count } = context.parameters;
  const examples = await openExamples(artifactOf(onlyInput(context.inputs, 'data'), 'test'));
  const { inputs, labels } = readAll(examples, count);
  const artifact = artifactOf(onlyInput(context.inputs, 'network'), 'network');
  const network = await openNetwork(artifact, context.parameters, examples.description, context);
  const { layers } = network.architecture;
  const asked = layersOf(context, layers);
  const sizes = asked.map((layer) => Math.min(layers[layer - 1] ?? NaN, layers[layer] ?? NaN));
  const total = sizes.reduce((sum, size) => sum + count * size, 0);
  let before = 0;
  const { weights } = network.parameters();
  const { slopes } = network.forward(inputs, labels);
  const [summary, values]: [Row[], Row[]] = [[], []];
  for (const layer of asked) {
    const [fanIn, units] = [layers[layer - 1] ?? NaN, layers[layer] ?? NaN];
    const spectra: Float64Array[] = [];
    for (let example = 0; example < count; example++) {
      const slope = slopes[layer - 1]?.subarray(example * units, (example + 1) * units) ?? new Float32Array();
      const matrix = jacobian(slope, weights[layer - 1] ?? new Float32Array());
      spectra.push(await valuesOf(context, matrix, fanIn, units, { before, total, layer }));
      before += Math.min(fanIn, units);
    }
    summary.push(summaryRow(layer, spectra));
    values.push(...percentileRows(layer, spectra));
  }
  const told = `of ${count} test examples`;
  await writeTable(context, declaration, 'summary', {
    title: `Singular values of each layer's Jacobian, ${told}`,
    rows: summary,
  });
  await writeTable(context, declaration, 'values', {
    title: `Percentiles of the singular values of each layer's Jacobian, ${told}`,
    rows: values,
  });
};

/** The hidden layers that are asked for, lowest first. The output's softmax is of all units together: it has no slopes. */
function layersOf({ parameters }: Context, layers: readonly number[]): readonly number[] {
  refuse(noSuchLayers(parameters.layers, [...layers]));
  const hidden = layers.slice(2).map((_, index) => index + 1);
  return parameters.layers.length === 0 ? hidden : parameters.layers.toSorted((a, b) => a - b);
}

/** W·diag(f′(s)) [fanIn][units], the transpose of diag(f′(s)) Wᵀ: the same singular values, in the weights' own order. */
function jacobian(slopes: Float32Array, weights: Float32Array): Float64Array {
  return Float64Array.from(weights, (weight, index) => weight * (slopes[index % slopes.length] ?? NaN));
}

/** One Jacobian's singular values; lets the event loop have its turn on the way, so that an abort is heard. */
async function valuesOf(
  context: Context,
  matrix: Float64Array,
  rows: number,
  columns: number,
  { before, total, layer }: { readonly before: number; readonly total: number; readonly layer: number },
): Promise<Float64Array> {
  const steps = singularValues(matrix, rows, columns);
  for (let step = 0; ; step++) {
    const made = steps.next();
    if (made.done === true) return made.value;
    if (step % 20 !== 0) continue;
    context.progress({ done: before + made.value, total, unit: 'singular values', note: `layer ${layer}` });
    await setImmediate();
    context.signal.throwIfAborted();
  }
}

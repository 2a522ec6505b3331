import type { Json } from '../../src/artifact/json.js';
import { machineOf } from '../../src/engine/machine.js';
import { declareStage, type Mistake } from '../../src/stage/contract.js';
import { knownOf } from '../../src/stage/known.js';
import { tooMany } from '../../src/stage/mistakes.js';
import { Type } from '../../src/stage/schema.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { misfits } from '../../src/training/fit.js';
import { networkParameters, networkRules } from '../../src/training/network-parameters.js';
import { summaryColumns, valueColumns } from './columns.js';

export const declaration = declareStage({
  name: 'singular-values',
  version: 1,
  title: 'Singular values of Jacobians',
  description:
    'All singular values of the Jacobian ∂z^{i+1}/∂z^i of every hidden layer, of each of the first test examples: equation 17 of the paper. A layer of 1000 units takes one or two seconds an example.',
  parameters: Type.Object(
    {
      ...networkParameters,
      examples: Type.Integer({
        title: 'Examples',
        description: 'How many test examples are looked at: the first ones. Standard errors need two.',
        default: 4,
        minimum: 2,
        maximum: 1000,
      }),
      layers: Type.Array(Type.Integer({ minimum: 1, maximum: 15 }), {
        title: 'Layers',
        description: 'Which hidden layers are looked at, 1 next to the input; all where none is named.',
        default: [],
        maxItems: 15,
        uniqueItems: true,
      }),
    },
    { additionalProperties: false, ...networkRules },
  ),
  inputs: {
    data: { description: 'The test examples.', outputs: ['test'] },
    network: { description: 'The network to look at.', outputs: ['network'] },
  },
  outputs: {
    summary: tableOutput('The singular values of each hidden layer in a few numbers.', summaryColumns),
    values: tableOutput(
      'The percentiles of the singular values of each hidden layer, all examples together.',
      valueColumns,
    ),
  },
  check: ({ parameters, inputs }) => {
    const test = knownOf(inputs, 'data', 'test');
    const network = knownOf(inputs, 'network', 'network');
    return [
      ...misfits('network', network, parameters, test),
      ...tooMany('examples', parameters.examples, 'test', test.count),
      ...noSuchLayers(parameters.layers, network.layers),
    ];
  },
  machine: ({ engine }) => machineOf(engine),
});

/** Layers that are asked for and are none of the network's hidden ones, where those are known. */
export function noSuchLayers(asked: readonly number[], layers: Json | undefined): readonly Mistake[] {
  if (!Array.isArray(layers)) return [];
  const hidden = layers.length - 2;
  return asked.flatMap((layer, index) =>
    layer <= hidden
      ? []
      : [
          {
            at: { parameter: ['layers', index] },
            rule: `is ${layer}, but the network has ${hidden} hidden layers.`,
            remedy: 'Name some of these, or none for all.',
          },
        ],
  );
}

import { Type } from '../../src/stage/schema.js';
import type { Cost } from '../../src/engine/engine.js';
import type { EngineChoice } from '../../src/engine/choice.js';
import { machineOf } from '../../src/engine/machine.js';
import { declareStage } from '../../src/stage/contract.js';
import { knownOf } from '../../src/stage/known.js';
import { tooMany } from '../../src/stage/mistakes.js';
import { tableOutput } from '../../src/stage/table-output.js';
import { misfits } from '../../src/training/fit.js';
import { networkParameters } from '../../src/training/network-parameters.js';
import { declaration as train } from '../train/declaration.js';
import { costColumns, distanceColumns } from './columns.js';

/** What there is to compare. */
export const computers = {
  portable: { engine: 'portable', arithmetic: 'portable' },
  fma: { engine: 'portable', arithmetic: 'fma' },
  tensorflow: { engine: 'tensorflow', arithmetic: 'portable' },
} as const satisfies Record<string, EngineChoice>;

export type Computer = keyof typeof computers;

const names: Computer[] = ['portable', 'fma', 'tensorflow'];
const { activation, cost } = networkParameters;
const { learningRate, batch, recordEvery, order, seed } = train.parameters.properties;

export const declaration = declareStage({
  name: 'compare',
  version: 1,
  title: 'Comparison of engines',
  description:
    'Trains the same network on the same minibatches with two engines, and tells how far their parameters and gradients come apart.',
  parameters: Type.Object(
    {
      engines: Type.Array(Type.Enum(names), {
        title: 'Engines',
        description:
          'The two that are compared; distances are fractions of what the first computes. portable and fma: the arithmetics of the portable engine; tensorflow: TensorFlow.js.',
        default: ['portable', 'tensorflow'],
        minItems: 2,
        maxItems: 2,
      }),
      activation,
      cost,
      learningRate,
      batch,
      updates: Type.Integer({
        title: 'Updates',
        description: 'How many updates both are trained for.',
        default: 50,
        minimum: 0,
        maximum: 1_000_000,
      }),
      recordEvery,
      examples: Type.Integer({
        title: 'Examples',
        description: 'How many test examples gradients and costs are compared on: the first ones.',
        default: 100,
        minimum: 1,
        maximum: 10_000,
      }),
      order,
      seed,
    },
    { additionalProperties: false },
  ),
  inputs: {
    data: {
      description: 'The examples to train on, and those to compare gradients on.',
      outputs: ['train', 'test'],
    },
    network: { description: 'The network that both begin with.', outputs: ['network'] },
  },
  outputs: {
    distances: tableOutput(
      'At each recorded update, how far apart the parameters and the gradients are: of each layer, and of all.',
      ({ engines }: { readonly engines: readonly Computer[] }, inputs) =>
        distanceColumns(engines, knownOf(inputs, 'network', 'network').layers),
    ),
    costs: tableOutput(
      'The mean cost of the test examples with each engine, at each recorded update.',
      ({ engines, cost: of }: { readonly engines: readonly Computer[]; readonly cost: Cost }) =>
        costColumns(engines, of),
    ),
  },
  check: ({ parameters, inputs }) => [
    ...misfits(
      'network',
      knownOf(inputs, 'network', 'network'),
      parameters,
      knownOf(inputs, 'data', 'train'),
    ),
    ...tooMany('examples', parameters.examples, 'test', knownOf(inputs, 'data', 'test').count),
  ],
  // The parameter's schema says that it is a list.
  machine: ({ engines }) => machineOf((engines as readonly Computer[]).find((name) => name === 'tensorflow')),
});

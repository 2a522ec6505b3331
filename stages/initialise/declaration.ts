import { Type } from '../../src/stage/schema.js';
import { tensorsMediaType } from '../../src/artifact/tensors.js';
import { declareStage, type Mistake } from '../../src/stage/contract.js';
import { depthMistakes, writtenOut } from './layers.js';
import { networkTitle, normalisedScheme, schemeOf, schemeParameter, type SchemeParameter } from './scheme.js';

export const declaration = declareStage({
  name: 'initialise',
  version: 1,
  title: 'Initial weights',
  description:
    'Draws the weights of a fully connected network; biases are 0. Schemes that draw each weight by itself share their draws: only the distribution that these become differs.',
  parameters: Type.Object(
    {
      layers: Type.Array(Type.Integer({ minimum: 1, maximum: 65536 }), {
        title: 'Layers',
        description:
          'Units per layer: inputs (pixels of an image) first, classes last, hidden layers between.',
        minItems: 2,
        maxItems: 17,
        default: [1024, 1000, 1000, 1000, 1000, 1000, 9],
      }),
      depth: Type.Optional(
        Type.Integer({
          title: 'Depth',
          description:
            'How many times the hidden layer is there: layers then names inputs, one hidden layer and classes. Without it layers names them all.',
          minimum: 0,
          maximum: 15,
        }),
      ),
      scheme: schemeParameter,
      seed: Type.Integer({
        title: 'Seed',
        description: "Which weights are drawn. The pipeline's seed where it is not given.",
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 1,
      }),
    },
    { additionalProperties: false },
  ),
  inputs: {},
  outputs: {
    network: {
      mediaType: tensorsMediaType,
      description: 'Weights and biases of every layer: layer1.weights [in][out], layer1.bias [out], …',
      known: ({ layers, scheme }) => ({ title: networkTitle(layers, scheme), layers, scheme }),
    },
  },
  check: ({ parameters }) => [
    ...depthMistakes(parameters),
    ...tooManyConnections(parameters.layers, parameters.scheme),
  ],
  // A depth is another way to write the layers.
  normalised: ({ layers, depth, scheme, ...others }) => ({
    ...others,
    ...writtenOut(depth === undefined ? { layers } : { layers, depth }),
    scheme: normalisedScheme(scheme),
  }),
});

/** A unit is connected to an input once at most. */
function tooManyConnections(layers: readonly number[], parameter: SchemeParameter): readonly Mistake[] {
  const scheme = schemeOf(parameter);
  if (scheme.name !== 'sparse') return [];
  const { connections } = scheme;
  const index = layers.slice(0, -1).findIndex((fanIn) => connections > fanIn);
  const fanIn = layers[index];
  if (fanIn === undefined) return [];
  return [
    {
      at: { parameter: ['scheme'] },
      rule: `connects each unit to ${connections} inputs, but layer ${index + 1} has only ${fanIn}.`,
      remedy: `Say {"name": "sparse", "connections": ${Math.min(...layers.slice(0, -1))}} or fewer.`,
    },
  ];
}

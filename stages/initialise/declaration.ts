import { Type } from '../../src/stage/schema.js';
import { tensorsMediaType } from '../../src/artifact/tensors.js';
import { declareStage } from '../../src/stage/contract.js';
import { schemeParameter } from './scheme.js';

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
    },
  },
});

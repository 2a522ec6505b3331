import type { Static } from 'typebox';
import { Type } from '../../src/stage/schema.js';
import { networkParameters, networkRules } from '../../src/training/network-parameters.js';

const place = { minimum: 1, maximum: 65_536, default: 1 };
const end = { minimum: -1e6, maximum: 1e6 };

function weight(layer: number, title: string) {
  return Type.Object(
    {
      layer: Type.Integer({
        title: 'Layer',
        description: 'Whose weight it is: 1 is next to the input.',
        minimum: 1,
        maximum: 16,
        default: layer,
      }),
      from: Type.Integer({ title: 'From', description: 'Which input of the layer, from 1.', ...place }),
      to: Type.Integer({ title: 'To', description: 'Which unit of the layer, from 1.', ...place }),
      least: Type.Number({ title: 'Least', description: 'Where the grid begins.', ...end, default: -6 }),
      greatest: Type.Number({ title: 'Greatest', description: 'Where the grid ends.', ...end, default: 6 }),
    },
    {
      title,
      description: 'Which weight, and from where to where.',
      default: {},
      additionalProperties: false,
    },
  );
}

const { activation, engine, arithmetic } = networkParameters;

export const parameters = Type.Object(
  {
    activation,
    engine,
    arithmetic,
    seed: Type.Integer({
      title: 'Seed',
      description: "Which inputs and targets are drawn. The pipeline's seed where it is not given.",
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      default: 1,
    }),
    examples: Type.Integer({
      title: 'Examples',
      description:
        'How many random inputs the cost is the mean of: standard normal numbers, each with a random class as its target.',
      minimum: 1,
      maximum: 1000,
      default: 1,
    }),
    w1: weight(1, 'First weight'),
    w2: weight(2, 'Second weight'),
    points: Type.Integer({
      title: 'Points',
      description: 'How many values each of the two weights takes, evenly spaced, both ends among them.',
      minimum: 2,
      maximum: 257,
      default: 33,
    }),
    flatBelow: Type.Number({
      title: 'Flat below',
      description: "A point is flat where its slope is less than this fraction of the surface's greatest.",
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.1,
    }),
  },
  { additionalProperties: false, ...networkRules },
);

export type SurfaceParameters = Static<typeof parameters>;
export type WeightParameters = SurfaceParameters['w1'];

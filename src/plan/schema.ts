import type { Static } from 'typebox';
import { Type } from '../stage/schema.js';
import { claimSchema } from '../claim/claim.js';

/** What a pipeline file is, apart from the parameters of its stages, which each stage declares. */

export const matrixReference = Type.Object(
  { $matrix: Type.String({ description: 'A variable of the matrix.' }) },
  { additionalProperties: false, description: 'The value that the named matrix variable has in each cell.' },
);

const reference = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)?$',
  description: 'A stage of this pipeline, or one of its outputs: "shapes" or "shapes.test".',
});

const eachReference = Type.Object(
  { $each: reference },
  { additionalProperties: false, description: 'All cells of a stage.' },
);

const input = Type.Union([reference, eachReference, Type.Array(Type.Union([reference, eachReference]))]);

export const stageUse = Type.Object(
  {
    use: Type.String({
      description: 'Which stage: a name that `samebits stages` lists, or ./stages/NAME of this project.',
    }),
    description: Type.Optional(Type.String()),
    with: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'Parameters; what is not said has its default.',
      }),
    ),
    inputs: Type.Optional(
      Type.Record(Type.String(), input, { description: 'Which stage each input comes from.' }),
    ),
  },
  { additionalProperties: false },
);

const values = Type.Array(Type.Unknown(), { minItems: 1, description: 'The values the variable takes.' });
const cells = Type.Array(Type.Record(Type.String(), Type.Unknown()));

export const pipelineSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    extends: Type.Optional(
      Type.String({ description: 'Another pipeline file; this one is laid over it (JSON Merge Patch).' }),
    ),
    name: Type.String({
      // The report's file has this name, and on Windows some names are devices.
      pattern: '^(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z0-9][a-z0-9-]{0,63}$',
      description:
        'Names the report and the lock file: lower-case letters, digits and hyphens; no device of Windows, such as con.',
    }),
    title: Type.Optional(Type.String({ description: 'A heading for the report.' })),
    description: Type.Optional(Type.String({ description: 'What is asked, in a sentence or two.' })),
    seed: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), matrixReference], {
        description: 'The seed of every stage that does not say its own.',
        default: 1,
      }),
    ),
    matrix: Type.Optional(
      Type.Object(
        {
          include: Type.Optional(
            Type.Unsafe<Static<typeof cells>>({
              ...cells,
              description: 'Further cells; each gives every variable a value.',
            }),
          ),
          exclude: Type.Optional(
            Type.Unsafe<Static<typeof cells>>({
              ...cells,
              description: 'Cells left out: those that have all these values.',
            }),
          ),
        },
        {
          additionalProperties: values,
          description: 'Variables; a stage that uses one runs once for each of its values.',
        },
      ),
    ),
    stages: Type.Record(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*$' }), stageUse, {
      minProperties: 1,
      additionalProperties: false,
      description: 'What to run, by names of your choice; inputs make the graph.',
    }),
    claims: Type.Optional(
      Type.Array(claimSchema, { description: 'What is said of numbers in the artifacts.' }),
    ),
  },
  { additionalProperties: false },
);

export type Pipeline = Static<typeof pipelineSchema>;

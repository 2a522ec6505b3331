import { Type } from '../stage/schema.js';
import { testSchema } from './test-schema.js';

/** What a claim can say that its number is: members of a claim, one way of saying it each. */
export const expectationSchemas = {
  reference: Type.Optional(
    Type.Union(
      [
        Type.Number(),
        Type.String({
          description: 'A float as C writes it in hexadecimal, exact to the last bit: 0x1.999999999999ap-4.',
          pattern: '^-?0x[01](\\.[0-9a-f]{1,13})?p[+-]?[0-9]{1,4}$',
        }),
      ],
      { title: 'Reference', description: 'The value the paper gives; needs `within` or `test`.' },
    ),
  ),
  within: Type.Optional(
    Type.Object(
      {
        relative: Type.Optional(
          Type.Number({ description: 'A fraction of the reference.', exclusiveMinimum: 0 }),
        ),
        absolute: Type.Optional(
          Type.Number({ description: 'In the unit of the column.', exclusiveMinimum: 0 }),
        ),
        ulp32: Type.Optional(
          Type.Integer({ description: 'How many floats of 32 bits further, at most.', minimum: 0 }),
        ),
        ulp64: Type.Optional(
          Type.Integer({ description: 'How many floats of 64 bits further, at most.', minimum: 0 }),
        ),
        bits: Type.Optional(Type.Literal(true, { description: 'Not at all: the same bits.' })),
      },
      {
        title: 'Tolerance',
        description:
          'How far from the reference, or from the number of `against`, the measured value may lie: relative, absolute, ulp32, ulp64 or bits.',
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
      },
    ),
  ),
  atLeast: Type.Optional(
    Type.Number({ title: 'At least', description: 'The least value that makes the claim hold.' }),
  ),
  atMost: Type.Optional(
    Type.Number({ title: 'At most', description: 'The greatest value that makes the claim hold.' }),
  ),
  between: Type.Optional(
    // A tuple as JSON Schema 2020-12 has it; TypeBox writes an older keyword.
    Type.Unsafe<readonly [number, number]>({
      type: 'array',
      items: { type: 'number' },
      minItems: 2,
      maxItems: 2,
      title: 'Between',
      description: 'The least and the greatest value that make the claim hold.',
    }),
  ),
  test: Type.Optional(testSchema),
};

/** Exactly one way of saying what is expected. */
export const oneExpectation = {
  oneOf: [
    { required: ['reference', 'within'] },
    { required: ['against', 'within'] },
    { required: ['reference', 'test'] },
    { required: ['against', 'test'] },
    { required: ['atLeast'] },
    { required: ['atMost'] },
    { required: ['between'] },
  ],
};

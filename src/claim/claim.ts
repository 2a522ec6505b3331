import type { Static } from 'typebox';
import { Type } from '../stage/schema.js';
import type { Json } from '../artifact/json.js';

const where = Type.Record(Type.String(), Type.Unsafe<Json>({}), {
  title: 'Which number',
  description: 'Matrix values choose the cell, columns of the table choose the row; exactly one must remain.',
  default: {},
});
const of = Type.String({
  title: 'Table',
  description: 'A stage of the pipeline and one of its tables: probe.activations.',
  pattern: '^[^.]+\\.[^.]+$',
});
const column = Type.String({
  title: 'Column',
  description: 'The column of the table that holds the number.',
});

/** What a pipeline file says of one number in a table. */
export const claimSchema = Type.Object(
  {
    id: Type.String({
      title: 'Name',
      description:
        'Lower-case letters, digits and hyphens, unique within the pipeline: other texts refer to the claim by it.',
      pattern: '^[a-z0-9][a-z0-9-]*$',
    }),
    statement: Type.String({
      title: 'Statement',
      description: 'What is claimed, in words that a reader understands without the paper.',
      minLength: 1,
    }),
    source: Type.String({
      title: 'Source',
      description: 'Where the paper says so: figure 6, table 1.',
      default: '',
    }),
    figure: Type.Optional(
      Type.String({
        title: 'Figure',
        description: 'The id of the figure that shows what the claim is about.',
      }),
    ),
    of,
    where,
    column,
    row: Type.Optional(
      Type.Union([Type.Literal('only'), Type.Literal('last')], {
        title: 'Which row',
        description:
          'only: `where` leaves one row. last: of the rows it leaves in a cell, the last, as at the end of a training.',
        default: 'only',
      }),
    ),
    relativeTo: Type.Optional(
      Type.Object(
        { of: Type.Optional(of), where, column: Type.Optional(column) },
        {
          title: 'Relative to',
          description:
            'A second number: the measured value is the first divided by it. Table and column are those of the claim where not named.',
          additionalProperties: false,
        },
      ),
    ),
    reference: Type.Optional(
      Type.Number({ title: 'Reference', description: 'The value the paper gives; needs `within`.' }),
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
        },
        {
          title: 'Tolerance',
          description: 'How far from the reference the measured value may lie: relative or absolute.',
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
    needs: Type.Optional(
      Type.Object(
        {
          parameter: Type.String({
            title: 'Parameter',
            description: 'A parameter of a stage: train.with.updates.',
            pattern: '^[^.]+\\.with\\.[^.]+$',
          }),
          atLeast: Type.Number({
            title: 'At least',
            description: 'With less than this the claim is undecided.',
          }),
        },
        {
          title: 'Needed budget',
          description: 'The least value of a parameter at which the claim can be decided.',
          additionalProperties: false,
        },
      ),
    ),
  },
  {
    title: 'Claim',
    description: 'A number of the pipeline together with what is said of it.',
    additionalProperties: false,
    oneOf: [
      { required: ['reference', 'within'] },
      { required: ['atLeast'] },
      { required: ['atMost'] },
      { required: ['between'] },
    ],
    dependentRequired: { within: ['reference'] },
  },
);

export type Claim = Static<typeof claimSchema>;

const budgetSchema = Type.Object({ what: Type.String(), needed: Type.Number(), given: Type.Number() });

/** A claim as the plan hands it on: with the budget that was given, where the claim needs one. */
export const resolvedClaimSchema = Type.Object(
  { ...claimSchema.properties, budget: Type.Optional(budgetSchema) },
  { additionalProperties: false },
);

/** `budget.what` is the parameter's title. */
export type ResolvedClaim = Static<typeof resolvedClaimSchema>;

/** The roles in which a stage that reads claims is given a claim's tables. */
export function claimRoles(id: string): { readonly of: string; readonly relativeTo: string } {
  return { of: `claim:${id}`, relativeTo: `claim:${id}:relativeTo` };
}

export function isClaimRole(role: string): boolean {
  return role.startsWith('claim:');
}

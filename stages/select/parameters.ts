import type { Static } from 'typebox';
import { Type } from '../../src/stage/schema.js';

const number = {
  column: Type.String({ title: 'Column', description: 'The column of the number.', minLength: 1 }),
  where: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
    title: 'Which row',
    description: 'Values of columns that choose the row; exactly one must remain, or the last is taken.',
    default: {},
  }),
  row: Type.Union([Type.Literal('only'), Type.Literal('last')], {
    title: 'Row',
    description:
      'only: `where` leaves one row. last: of the rows it leaves, the last, as at the end of a training.',
    default: 'only',
  }),
};

const by = Type.Object(
  {
    ...number,
    best: Type.Union([Type.Literal('least'), Type.Literal('greatest')], {
      title: 'Best',
      description: 'Which of the numbers is the best.',
      default: 'least',
    }),
  },
  {
    title: 'Chosen by',
    description: 'The number of each cell that decides: of validation, never of test examples.',
    additionalProperties: false,
    default: { column: 'errorRate', where: { split: 'validation' }, row: 'only', best: 'least' },
  },
);

const shown = Type.Object(
  {
    name: Type.String({
      title: 'Name',
      description: 'What the column of the selection is called.',
      pattern: '^[A-Za-z][A-Za-z0-9]*$',
    }),
    ...number,
  },
  { additionalProperties: false },
);

const test = { where: { split: 'test' }, row: 'only' } as const;

export const parameters = Type.Object(
  {
    by,
    over: Type.Array(Type.String(), {
      title: 'Searched variables',
      description:
        'The matrix variables that are searched, such as ["rate", "depth"]. Cells that differ in these alone are compared.',
      default: [],
      uniqueItems: true,
    }),
    shown: Type.Array(shown, {
      title: 'Shown with it',
      description: 'Further numbers of the chosen cell, each a column of the selection.',
      default: [
        { name: 'testExamples', column: 'examples', ...test },
        { name: 'testErrors', column: 'errors', ...test },
        { name: 'testErrorRate', column: 'errorRate', ...test },
      ],
      maxItems: 50,
    }),
  },
  { additionalProperties: false },
);

export type SelectParameters = Static<typeof parameters>;

/** A number of a cell's table, as `by` and `shown` name it. */
export type NamedNumber = Pick<SelectParameters['by'], 'column' | 'where' | 'row'>;

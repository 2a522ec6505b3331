import { tableDescriptionOf } from '../../src/artifact/table-description.js';
import type { Column } from '../../src/artifact/table.js';
import { testTitles } from '../../src/claim/test-schema.js';
import { cellColumns } from '../../src/stage/cell-columns.js';
import { variablesOf } from '../../src/stage/cell.js';
import type { KnownInput } from '../../src/stage/contract.js';
import { numbers, text } from '../../src/statistics/columns.js';
import { predictionColumns } from '../../src/statistics/predictions.js';
import { findings } from './findings.js';
import type { SignificanceParameters } from './parameters.js';

/** The tests of two models, in the order of the columns; Welch's where there are replicates. */
export const testsOf = ({ over }: Pick<SignificanceParameters, 'over'>) =>
  over === '' ? (['twoProportions', 'mcnemar'] as const) : (['twoProportions', 'mcnemar', 'welch'] as const);

export type ModelTest = ReturnType<typeof testsOf>[number];

/** What the columns of a test end with: pMcnemar, holmMcnemar, byMcnemar. */
export const testSuffixes = { twoProportions: 'Proportions', mcnemar: 'Mcnemar', welch: 'Welch' } as const;

/** What networks are told apart by: matrix values of the inputs, then columns that stand before the predictions. */
export function variableColumns(inputs: readonly KnownInput[]): readonly Column[] {
  const own = inputs.flatMap(({ artifacts }) => {
    const { columns } = artifacts.predictions?.description ?? {};
    return Array.isArray(columns) ? tableDescriptionOf({ columns }).columns : [];
  });
  const variables = own.filter(({ name }) => !predictionColumns.some((column) => column.name === name));
  const cells = cellColumns(variablesOf(inputs), inputs);
  return [...new Map([...cells, ...variables].map((column) => [column.name, column])).values()];
}

/** The variables of a model: all but the one that tells its replicates apart. */
export function modelColumns(
  { over }: Pick<SignificanceParameters, 'over'>,
  inputs: readonly KnownInput[],
): readonly Column[] {
  return variableColumns(inputs).filter(({ name }) => name !== over);
}

export function tableColumns(
  parameters: SignificanceParameters,
  inputs: readonly KnownInput[],
): readonly Column[] {
  const { level, confidence, over, published, source, publishedExamples } = parameters;
  const of = over === '' ? '' : `, first ${over}`;
  const percent = `${Number((100 * confidence).toPrecision(6))} %`;
  const tests = testsOf(parameters);
  return [
    text('model', `the name in ${source}, else its variables`),
    ...modelColumns(parameters, inputs),
    ...numbers({
      errorRate: `fraction of test examples misclassified${of}`,
      low: `least rate of Wilson’s ${percent} interval${of}`,
      high: `greatest rate of Wilson’s ${percent} interval${of}`,
    }),
    ...(published.length === 0
      ? []
      : numbers({
          paperErrorRate: `the same in ${source}`,
          difference: 'errorRate − paperErrorRate',
          pPaper: `p of the difference, ${testTitles.twoProportions}, two-sided, ${publishedExamples} published examples`,
        })),
    ...tests.map((test) =>
      text(
        `by${testSuffixes[test]}`,
        `whether different from the best at ${level}, ${testTitles[test]}`,
        findings,
      ),
    ),
    ...(published.length === 0
      ? []
      : [text('paperFinding', `the same as ${source} marks it`, ['not different', 'different', ''])]),
    ...(over === ''
      ? []
      : numbers({
          replicates: `number of ${over}`,
          meanErrorRate: `mean of errorRate over ${over}`,
          meanLow: `least mean of the ${percent} t interval`,
          meanHigh: `greatest mean of the ${percent} t interval`,
        })),
    ...tests.flatMap((test) => pColumns(test, 'the best', 'all comparisons with the best')),
    ...numbers({ errors: `misclassified test examples${of}`, examples: 'number of test examples' }),
  ];
}

export function pairColumns(parameters: SignificanceParameters): readonly Column[] {
  return [
    text('first', 'a model'),
    text('second', 'another model'),
    ...numbers({
      firstErrorRate: 'fraction of test examples that the first misclassifies',
      secondErrorRate: 'the same of the second',
      difference: 'firstErrorRate − secondErrorRate',
      onlyFirst: 'test examples that only the first misclassifies',
      onlySecond: 'test examples that only the second misclassifies',
    }),
    ...testsOf(parameters).flatMap((test) => pColumns(test, 'each other', 'all pairs')),
  ];
}

function pColumns(test: ModelTest, against: string, family: string): readonly Column[] {
  return numbers({
    [`p${testSuffixes[test]}`]: `p against ${against}, ${testTitles[test]}, two-sided, not adjusted for several comparisons`,
    [`holm${testSuffixes[test]}`]: `the same p, adjusted by Holm for ${family}`,
  });
}

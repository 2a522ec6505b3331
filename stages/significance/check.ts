import { cellValueText } from '../../src/stage/cell.js';
import type { Asked, KnownInput, Mistake } from '../../src/stage/contract.js';
import { suggestion } from '../../src/stage/nearest.js';
import { predictionMistakes } from '../../src/statistics/predictions.js';
import { modelColumns, pairColumns, tableColumns, variableColumns } from './columns.js';
import type { parameters as schema, SignificanceParameters } from './parameters.js';

/** What is wrong with the models that are to be compared. Asked before anything runs, and again with the predictions that were made. */
export function significanceMistakes({
  parameters,
  inputs,
  matrix,
}: Asked<typeof schema>): readonly Mistake[] {
  const { predictions = [] } = inputs;
  const unusable = predictionMistakes(predictions);
  if (unusable.length > 0 || !predictions.every(saysColumns)) return unusable;
  return [
    ...overMistakes(parameters, predictions),
    ...nameMistakes(parameters, predictions),
    ...publishedMistakes(parameters, predictions, matrix),
  ];
}

/** A stage of a project need not say its columns before its table is there. */
function saysColumns({ artifacts }: KnownInput): boolean {
  return Array.isArray(artifacts.predictions?.description.columns);
}

function overMistakes({ over }: SignificanceParameters, inputs: readonly KnownInput[]): readonly Mistake[] {
  const variables = variableColumns(inputs).map(({ name }) => name);
  if (over === '' || variables.includes(over)) return [];
  return [
    {
      at: { parameter: ['over'] },
      rule: `is "${over}", a variable that the predictions do not depend on.`,
      remedy: suggestion(over, variables),
    },
  ];
}

function nameMistakes(parameters: SignificanceParameters, inputs: readonly KnownInput[]): readonly Mistake[] {
  const names = [tableColumns(parameters, inputs), pairColumns(parameters)].map((columns) =>
    columns.map(({ name }) => name),
  );
  const twice = names.flatMap((list) => list.filter((name, index) => list.indexOf(name) !== index));
  return twice.map((name) => ({
    at: { input: 'predictions' },
    rule: `depends on a matrix variable "${name}", which is also a column of the results.`,
    remedy: 'Give the matrix variable another name.',
  }));
}

/** Variables that there are not, and values that no matrix gives. A model that this run leaves out is no mistake. */
function publishedMistakes(
  parameters: SignificanceParameters,
  inputs: readonly KnownInput[],
  matrix: Asked['matrix'],
): readonly Mistake[] {
  const variables = modelColumns(parameters, inputs).map(({ name }) => name);
  return parameters.published.flatMap(({ where }, index) =>
    Object.entries(where).flatMap(([name, value]): readonly Mistake[] => {
      const at = { parameter: ['published', index, 'where', name] };
      if (!variables.includes(name))
        return [
          {
            at: { ...at, atName: true as const },
            rule: `is "${name}", which is no variable of the models.`,
            remedy: suggestion(name, variables),
          },
        ];
      const values = (matrix[name] ?? []).map(cellValueText);
      if (values.length === 0 || values.includes(cellValueText(value))) return [];
      const rule = `is ${JSON.stringify(value)}, a value that ${name} does not have.`;
      return [{ at, rule, remedy: suggestion(cellValueText(value), values) }];
    }),
  );
}

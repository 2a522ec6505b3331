import { type Column, tableMediaType } from '../artifact/table.js';
import { tableDescriptionOf } from '../artifact/table-description.js';
import type { KnownInput, Mistake } from '../stage/contract.js';
import { numbers } from './columns.js';

/**
 * A table of predictions, a row a test example: methods are compared in pairs by it. Further columns may come before these. `found` says
 * which class a prediction is.
 */
export function predictionColumnsOf(found: string): readonly Column[] {
  return numbers({
    example: 'test example, from 0',
    label: 'its class, from 0',
    prediction: `the class that ${found}`,
  });
}

/** Those of a network. */
export const predictionColumns = predictionColumnsOf('the network finds most probable');

/** That what a stage is given as predictions are none. */
export function predictionMistakes(inputs: readonly KnownInput[]): readonly Mistake[] {
  const wrong = inputs.flatMap(({ artifacts }) => {
    const { predictions } = artifacts;
    if (predictions === undefined) return [];
    if (predictions.mediaType !== tableMediaType) return [`that is ${predictions.mediaType}, not a table`];
    if (!Array.isArray(predictions.description.columns)) return [];
    const { columns } = tableDescriptionOf(predictions.description);
    const lacks = predictionColumns.filter(
      ({ name }) => !columns.some((column) => column.name === name && column.type === 'number'),
    );
    return lacks.map(({ name }) => `without a column "${name}" of numbers`);
  });
  return wrong.slice(0, 1).map((what) => ({
    at: { input: 'predictions' },
    rule: `names an output ${what}.`,
    remedy: 'Take the predictions of a stage evaluate or select.',
  }));
}

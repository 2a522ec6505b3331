import type { Column, Row } from '../artifact/table.js';
import type { Written } from '../stage/table-output.js';
import { numbers, text } from './columns.js';

/** What classes were found for some examples, and which are theirs. */
export interface Classified {
  readonly labels: Uint8Array;
  readonly predictions: Uint8Array;
}

/** The columns of a table of errors, a row for each split; `others` are further numbers of a split, by name. */
export function errorColumns(others: Readonly<Record<string, string>> = {}): readonly Column[] {
  return [
    text('split', 'which examples', ['validation', 'test']),
    ...numbers({
      examples: 'number of examples',
      ...others,
      errors: 'misclassified examples',
      errorRate: 'fraction of examples misclassified',
    }),
  ];
}

/** How many examples are given another class than theirs. */
function errorsIn({ labels, predictions }: Classified): number {
  return predictions.reduce((sum, predicted, i) => sum + (predicted === labels[i] ? 0 : 1), 0);
}

export function errorsTable(
  splits: Readonly<Record<'validation' | 'test', Classified & { readonly others?: Row }>>,
): Written {
  const rows = Object.entries(splits).map(([split, classified]) => {
    const [examples, errors] = [classified.labels.length, errorsIn(classified)];
    return { split, examples, ...classified.others, errors, errorRate: errors / examples };
  });
  return { title: 'Error on the validation and test examples', rows };
}

export function predictionsTable({ labels, predictions }: Classified, classes: readonly string[]): Written {
  const rows = Array.from(labels, (label, example) => ({
    ...{ example, label },
    prediction: predictions[example] ?? NaN,
  }));
  return { title: 'Predictions for the test examples', classes, rows };
}

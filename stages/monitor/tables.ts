import type { Cell, Column, Table } from '../../src/artifact/table.js';
import type { Cost } from '../../src/engine/engine.js';
import { costTitles, numbers, text } from '../../src/statistics/columns.js';
import { type Quantity, quantityTitles } from '../../src/statistics/layers.js';
import type { Measurement } from './measure.js';

/** The measurement of the state after `update` updates. */
export interface Moment {
  readonly update: number;
  readonly measurement: Measurement;
}

export interface Timeline {
  readonly moments: readonly Moment[];
  readonly batch: number;
  readonly cost: Cost;
  /** Why there are no later moments, where the training ended before its time. */
  readonly failure?: string;
}

/** The paper's epoch, on the axes of its figures: 20,000 updates of 10 examples. */
const examplesPerEpoch = 200_000;

const when = numbers({
  update: 'updates',
  examples: 'training examples seen',
  epoch: 'epochs of 200,000 training examples',
});

/** One row a layer and measured update. */
export function layersTable(timeline: Timeline, quantity: Quantity): Table {
  const what = quantityTitles[quantity];
  const columns = [
    ...when,
    ...numbers({
      layer: 'layer',
      mean: `mean of ${what}`,
      sd: `standard deviation of ${what}`,
      percentile98: `98th percentile of |value| of ${what}`,
    }),
  ];
  const rows = timeline.moments.flatMap(({ update, measurement }) =>
    measurement[quantity].map(({ mean, sd, percentile98 }, index) => ({
      ...whenOf(timeline, update),
      ...{ layer: index + 1, mean: cell(mean), sd: cell(sd), percentile98: cell(percentile98) },
    })),
  );
  return { description: described(timeline, `The ${what} of each layer during training`, columns), rows };
}

export function errorsTable(timeline: Timeline): Table {
  const columns = [
    ...when,
    text('split', 'which examples'),
    ...numbers({
      count: 'number of examples measured',
      cost: `mean cost ${costTitles[timeline.cost]}`,
      errorRate: 'fraction of examples misclassified',
    }),
  ];
  const rows = timeline.moments.flatMap(({ update, measurement: { errors } }) =>
    errors.map(({ split, count, cost, errorRate }) => ({
      ...whenOf(timeline, update),
      ...{ split, count, cost: cell(cost), errorRate: cell(errorRate) },
    })),
  );
  return { description: described(timeline, 'Cost and error during training', columns), rows };
}

function described({ failure }: Timeline, title: string, columns: readonly Column[]): Table['description'] {
  return { title, columns, ...(failure === undefined ? {} : { failure }) };
}

function whenOf({ batch }: Timeline, update: number): Record<'update' | 'examples' | 'epoch', number> {
  const examples = update * batch;
  return { update, examples, epoch: examples / examplesPerEpoch };
}

function cell(value: number | null): Cell {
  return value ?? NaN;
}

import type { Cell } from '../../src/artifact/table.js';
import type { Written } from '../../src/stage/table-output.js';
import { quantities, type Quantity, quantityTitles } from '../../src/statistics/layers.js';
import type { Measurement } from './measure.js';

/** The measurement of the state after `update` updates. */
export interface Moment {
  readonly update: number;
  readonly measurement: Measurement;
}

export interface Timeline {
  readonly moments: readonly Moment[];
  readonly batch: number;
}

/** The paper's epoch, on the axes of its figures: 20,000 updates of 10 examples. */
const examplesPerEpoch = 200_000;

/** What is written of these measurements: every output, by its name. */
export function tablesOf(timeline: Timeline): readonly (readonly [output: string, Written])[] {
  return [
    ...quantities.map((quantity) => [quantity, layersTable(timeline, quantity)] as const),
    ['output', outputTable(timeline)],
    ['errors', errorsTable(timeline)],
  ];
}

/** One row a layer and measured update. */
function layersTable(timeline: Timeline, quantity: Quantity): Written {
  const rows = timeline.moments.flatMap(({ update, measurement }) =>
    measurement[quantity].map(({ mean, sd, percentile98 }, index) => ({
      ...whenOf(timeline, update),
      ...{ layer: index + 1, mean: cell(mean), sd: cell(sd), percentile98: cell(percentile98) },
    })),
  );
  return { title: `The ${quantityTitles[quantity]} of each layer during training`, rows };
}

function outputTable(timeline: Timeline): Written {
  const rows = timeline.moments.map(({ update, measurement: { output } }) => ({
    ...whenOf(timeline, update),
    ...{ biases: cell(output.biases), weights: cell(output.weights), varying: cell(output.varying) },
  }));
  return { title: 'What moves the softmax during training', rows };
}

function errorsTable(timeline: Timeline): Written {
  const rows = timeline.moments.flatMap(({ update, measurement: { errors } }) =>
    errors.map(({ split, count, cost, errorRate }) => ({
      ...whenOf(timeline, update),
      ...{ split, count, cost: cell(cost), errorRate: cell(errorRate) },
    })),
  );
  return { title: 'Cost and error during training', rows };
}

function whenOf({ batch }: Timeline, update: number): Record<'update' | 'examples' | 'epoch', number> {
  const examples = update * batch;
  return { update, examples, epoch: examples / examplesPerEpoch };
}

function cell(value: number | null): Cell {
  return value ?? NaN;
}

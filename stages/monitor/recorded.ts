import type { Cell, Row } from '../../src/artifact/table.js';
import { decodeTable } from '../../src/artifact/table-description.js';
import { artifactOf, type Input, type StageContext } from '../../src/stage/contract.js';
import type { declaration } from './declaration.js';
import type { LayerMeasurement, Measurement } from './measure.js';
import type { Timeline } from './tables.js';

type Context = StageContext<typeof declaration>;

/** The rows of a table that a monitor wrote. Throws RangeError or TypeError where it is no table. */
export async function rowsIn(artifacts: Input['artifacts'], output: string): Promise<readonly Row[]> {
  const artifact = artifactOf({ cell: {}, artifacts }, output);
  return decodeTable(await artifact.bytes(), artifact.description).rows;
}

/** Of how many layers and examples a measurement tells. */
interface Shape {
  readonly hidden: number;
  readonly gradients: number;
  readonly counts: Readonly<Record<string, number>>;
}

export function shapeOf(
  layers: readonly number[],
  { examples, test, validation, gradients }: Context['parameters'],
): Shape {
  return {
    hidden: layers.length - 2,
    gradients: gradients ? layers.length - 1 : 0,
    counts: { test: test > 0 ? test : examples, ...(validation > 0 ? { validation } : {}) },
  };
}

/**
 * The numbers that tables have of these updates, in the places where they must be: whether anything else is in them, or something is
 * missing, shows when this is written again.
 */
export async function timelineIn(
  outputs: Input['artifacts'],
  updates: readonly number[],
  batch: number,
  shape: Shape,
): Promise<Timeline> {
  const tables = new Map<string, ReadonlyMap<number, readonly Row[]>>();
  for (const output of Object.keys(outputs)) tables.set(output, byUpdate(await rowsIn(outputs, output)));
  const moments = updates.map((update) => ({
    update,
    measurement: measurementOf((output, index) => tables.get(output)?.get(update)?.[index] ?? {}, shape),
  }));
  return { moments, batch };
}

function byUpdate(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  const found = new Map<number, Row[]>();
  for (const row of rows) {
    const update = Number(row.update);
    const before = found.get(update);
    if (before === undefined) found.set(update, [row]);
    else before.push(row);
  }
  return found;
}

/** `rowOf` gives the rows of one update, each by its index among those of its table. */
function measurementOf(rowOf: (output: string, index: number) => Row, shape: Shape): Measurement {
  const layers = (quantity: string, count: number): readonly LayerMeasurement[] =>
    Array.from({ length: count }, (_, index) => {
      const { mean, sd, percentile98 } = rowOf(quantity, index);
      return { mean: measured(mean), sd: measured(sd), percentile98: measured(percentile98) };
    });
  const { biases, weights, varying } = rowOf('output', 0);
  return {
    activations: layers('activations', shape.hidden),
    backpropagatedGradients: layers('backpropagatedGradients', shape.gradients),
    weightGradients: layers('weightGradients', shape.gradients),
    output: { biases: measured(biases), weights: measured(weights), varying: measured(varying) },
    errors: Object.entries(shape.counts).map(([split, count], index) => {
      const { cost, errorRate } = rowOf('errors', index);
      return { split, count, cost: measured(cost), errorRate: measured(errorRate) };
    }),
  };
}

function measured(cell: Cell | undefined): number | null {
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

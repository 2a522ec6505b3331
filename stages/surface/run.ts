import { setImmediate } from 'node:timers/promises';
import type { Row } from '../../src/artifact/table.js';
import { costs, type Engine, type Parameters } from '../../src/engine/engine.js';
import { openEngine, whatServes } from '../../src/engine/open.js';
import { decodeParameters } from '../../src/engine/parameters.js';
import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { artifactOf, onlyInput } from '../../src/stage/contract.js';
import { refuse } from '../../src/stage/mistakes.js';
import { writeTable } from '../../src/stage/table-output.js';
import { weightMistakes } from './check.js';
import { declaration } from './declaration.js';
import { randomExamples } from './examples.js';
import { gridOf, rowAt, type SurfacePoint, weightAt } from './grid.js';
import { plateausOf } from './plateaus.js';

type Context = StageContext<typeof declaration>;

export const run: StageRun<typeof declaration> = async (context) => {
  const artifact = artifactOf(onlyInput(context.inputs, 'network'), 'network');
  const { layers, parameters } = decodeParameters(await artifact.bytes());
  refuse(weightMistakes(context.parameters, { ...artifact.description, layers }));
  const engine = await openEngine(context.parameters, context.threads);
  context.servedBy(whatServes(context.parameters));
  const surface: Row[] = [];
  const plateaus: Row[] = [];
  for (const cost of costs) {
    const points = await surfaceOf(context, engine, { layers, parameters, cost });
    surface.push(...points.map((point) => ({ cost, ...point })));
    plateaus.push({ cost, ...plateausOf(points, context.parameters.flatBelow) });
  }
  await writeTable(context, declaration, 'surface', { title: 'Cost over two weights', rows: surface });
  await writeTable(context, declaration, 'plateaus', {
    title: 'How much of the cost over two weights is flat',
    rows: plateaus,
  });
};

interface Studied {
  readonly layers: readonly number[];
  readonly parameters: Parameters;
  readonly cost: (typeof costs)[number];
}

/** All points of one cost's surface, the first weight's value changing last; the event loop has its turn after each row. */
async function surfaceOf(
  context: Context,
  engine: Engine,
  { layers, parameters, cost }: Studied,
): Promise<readonly SurfacePoint[]> {
  const { parameters: asked, signal } = context;
  const network = engine.create({ layers, activation: asked.activation, cost }, parameters);
  const [inputs, classes] = [layers[0] ?? 0, layers.at(-1) ?? 0];
  const examples = randomExamples(asked.seed, { count: asked.examples, inputs, classes });
  const weights = [weightAt(asked.w1, layers), weightAt(asked.w2, layers)] as const;
  const [grid1, grid2] = [gridOf(asked.w1, asked.points), gridOf(asked.w2, asked.points)];
  const points: SurfacePoint[] = [];
  for (const [row, w1] of grid1.entries()) {
    points.push(...rowAt(network, examples, parameters, weights, w1, grid2));
    context.progress({
      done: costs.indexOf(cost) * grid1.length + row + 1,
      total: costs.length * grid1.length,
      unit: 'rows of the grid',
    });
    await setImmediate();
    signal.throwIfAborted();
  }
  return points;
}

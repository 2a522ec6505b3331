import type { Row } from '../../src/artifact/table.js';
import { readAll } from '../../src/data/minibatches.js';
import { openExamples } from '../../src/data/open.js';
import { artifactOf, onlyInput, type StageContext, type StageRun } from '../../src/stage/contract.js';
import { writeTable } from '../../src/stage/table-output.js';
import { divergence } from '../../src/training/divergence.js';
import { declaration } from './declaration.js';
import { advanced, openSides, recordedUpdates, viewOf, type Side, type Sides } from './sides.js';
import { costRow, distanceRows, type Pair } from './tables.js';

type Context = StageContext<typeof declaration>;

export const run: StageRun<typeof declaration> = async (context) => {
  const { inputs, parameters } = context;
  const test = await openExamples(artifactOf(onlyInput(inputs, 'data'), 'test'));
  const examples = readAll(test, parameters.examples);
  const distances: Row[] = [];
  const costs: Row[] = [];
  const failure = await inLockstep(context, (update, { first, second }) => {
    const view = (side: Side) => viewOf(side, examples.inputs, examples.labels);
    const pair: Pair = { update, first: view(first), second: view(second) };
    distances.push(...distanceRows(pair));
    costs.push(costRow(pair));
  });
  const ended = failure === undefined ? {} : { failure };
  const apart = { title: 'How far two engines come apart', rows: distances };
  await writeTable(context, declaration, 'distances', { ...apart, ...ended });
  await writeTable(context, declaration, 'costs', { title: 'Costs of two engines', rows: costs, ...ended });
  return ended;
};

/** Shows both sides after each recorded update; says why it ends early, where one of them diverges. */
async function inLockstep(
  context: Context,
  compare: (update: number, sides: Sides) => void,
): Promise<string | undefined> {
  const { parameters } = context;
  let sides = await openSides(context);
  for (const update of recordedUpdates(parameters)) {
    const first = await advanced(sides.first, update, context);
    const second = await advanced(sides.second, update, context);
    if ('divergedAt' in first) return divergence(first.divergedAt, parameters.learningRate);
    if ('divergedAt' in second) return divergence(second.divergedAt, parameters.learningRate);
    sides = { first, second };
    compare(update, sides);
    context.progress({ done: update, total: parameters.updates, unit: 'updates' });
  }
  return undefined;
}

import { setImmediate } from 'node:timers/promises';
import type { Examples } from '../../src/data/examples.js';
import { openExamples } from '../../src/data/open.js';
import type { EngineChoice } from '../../src/engine/choice.js';
import { openEngine, whatServes } from '../../src/engine/open.js';
import {
  artifactOf,
  onlyInput,
  type Progress,
  type StageContext,
  type StageRun,
} from '../../src/stage/contract.js';
import { refuse } from '../../src/stage/mistakes.js';
import { writeTable } from '../../src/stage/table-output.js';
import { errorsTable, predictionsTable } from '../../src/statistics/classified.js';
import { byClass } from './by-class.js';
import { classify } from './classify.js';
import { declaration } from './declaration.js';
import { classKernel, decay } from './kernel.js';
import { type Machine, pairsOf, trainMachine } from './machine.js';
import type { KernelClass } from './rows.js';
import { machineTable } from './table.js';
import { withoutEnd } from './without-end.js';

/** The inner products are exact in either arithmetic; this one is fast everywhere. */
const choice: EngineChoice = { engine: 'portable', arithmetic: 'portable' };

type Context = StageContext<typeof declaration>;

const unit = 'examples';
/** Iterations between two messages. */
const iterationsTold = 2000;

export const run: StageRun<typeof declaration> = async (context) => {
  if (context.parameters.examples === 'all') refuse(withoutEnd(context.inputs));
  const data = onlyInput(context.inputs, 'data');
  const train = await openExamples(artifactOf(data, 'train'));
  const validation = await openExamples(artifactOf(data, 'validation'));
  const test = await openExamples(artifactOf(data, 'test'));
  const classes = await trainingClasses(context, train);
  // Every example is in one machine with each other class.
  const fitted = (classes.length - 1) * classes.reduce((sum, { count }) => sum + count, 0);
  const total = fitted + validation.count + test.count;
  const machines = await trainMachines(context, classes, total);
  const told = (before: number) => (done: number) => turn(context, { done: before + done, total, unit });
  const splits = {
    validation: await classify(classes, machines, validation, told(fitted)),
    test: await classify(classes, machines, test, told(fitted + validation.count)),
  };
  context.progress({ done: total, total, unit });
  const { classes: names } = train.description;
  await writeTable(context, declaration, 'errors', errorsTable(splits));
  await writeTable(context, declaration, 'predictions', predictionsTable(splits.test, names));
  await writeTable(
    context,
    declaration,
    'machine',
    machineTable(classes, names, machines, context.parameters),
  );
};

/** The training examples by class, each with its kernel. */
async function trainingClasses(context: Context, train: Examples): Promise<readonly KernelClass[]> {
  const { height, width, range } = train.description;
  const { examples, gamma } = context.parameters;
  const count = examples === 'all' ? train.count : examples;
  const engine = await openEngine(choice, context.threads);
  context.servedBy(whatServes(choice));
  const decayOf = decay(gamma, range, height * width);
  const classes = await byClass(train, count, () => turn(context));
  return classes.map((own) => ({ ...own, kernel: classKernel(own, decayOf, engine) }));
}

/** One after the other: the memory that a machine needs for its rows is then the next one's. */
async function trainMachines(
  context: Context,
  classes: readonly KernelClass[],
  total: number,
): Promise<readonly Machine[]> {
  const machines: Machine[] = [];
  let done = 0;
  for (const pair of pairsOf(classes)) {
    const note = `machine ${machines.length + 1}`;
    const machine = await trainMachine(classes, pair, context.parameters, (iterations) =>
      iterations % iterationsTold === 0
        ? turn(context, { done, total, unit, note: `${note}, ${iterations} iterations` })
        : turn(context),
    );
    machines.push(machine);
    done += machine.coefficients.length;
  }
  return machines;
}

/** The event loop has its turn, so that an abort is heard. */
async function turn(context: Context, told?: Progress): Promise<void> {
  if (told !== undefined) context.progress(told);
  await setImmediate();
  context.signal.throwIfAborted();
}

import type { Table } from '../../src/artifact/table.js';
import { openExamples } from '../../src/data/open.js';
import { artifactOf, onlyInput, type StageRun } from '../../src/stage/contract.js';
import { writeTable } from '../../src/stage/write-table.js';
import type { Cost } from '../../src/engine/engine.js';
import { costTitles, numbers, text } from '../../src/statistics/columns.js';
import { evaluate, evaluationSet, type Evaluation } from '../../src/statistics/evaluate.js';
import { openNetwork } from '../../src/training/network.js';
import type { declaration } from './declaration.js';

export const run: StageRun<typeof declaration> = async (context) => {
  const data = onlyInput(context.inputs, 'data');
  const validationExamples = await openExamples(artifactOf(data, 'validation'));
  const testExamples = await openExamples(artifactOf(data, 'test'));
  const network = await openNetwork(
    artifactOf(onlyInput(context.inputs, 'network'), 'network'),
    context.parameters,
    testExamples.description,
    context,
  );
  const total = validationExamples.count + testExamples.count;
  const report = (done: number): void => {
    context.signal.throwIfAborted();
    context.progress({ done, total, unit: 'examples' });
  };
  const validationSet = evaluationSet(validationExamples, validationExamples.count);
  const validation = await evaluate(network, validationSet, report);
  const test = await evaluate(network, evaluationSet(testExamples, testExamples.count), (done) => {
    report(validation.count + done);
  });
  report(total);
  await writeTable(context, 'errors', errorsTable(context.parameters.cost, { validation, test }));
  await writeTable(context, 'predictions', predictionsTable(test, testExamples.description.classes));
};

function errorsTable(name: Cost, evaluations: Readonly<Record<string, Evaluation>>): Table {
  const columns = [
    text('split', 'which examples'),
    ...numbers({
      examples: 'number of examples',
      cost: `mean cost ${costTitles[name]}`,
      errors: 'misclassified examples',
      errorRate: 'fraction of examples misclassified',
    }),
  ];
  const rows = Object.entries(evaluations).map(([split, { count, cost, errors }]) => ({
    split,
    ...{ examples: count, cost, errors, errorRate: errors / count },
  }));
  return { description: { title: 'Error on the validation and test examples', columns }, rows };
}

function predictionsTable({ labels, predictions }: Evaluation, classes: readonly string[]): Table {
  const columns = numbers({
    example: 'test example, from 0',
    label: 'its class, from 0',
    prediction: 'the class that the network finds most probable',
  });
  const rows = Array.from(labels, (label, example) => ({
    ...{ example, label },
    prediction: predictions[example] ?? NaN,
  }));
  return { description: { title: 'Predictions for the test examples', columns, classes }, rows };
}

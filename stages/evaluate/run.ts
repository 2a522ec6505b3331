import { openExamples } from '../../src/data/open.js';
import { artifactOf, onlyInput, type StageRun } from '../../src/stage/contract.js';
import { writeTable, type Written } from '../../src/stage/table-output.js';
import { evaluate, evaluationSet, type Evaluation } from '../../src/statistics/evaluate.js';
import { openNetwork } from '../../src/training/network.js';
import { declaration } from './declaration.js';

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
  await writeTable(context, declaration, 'errors', errorsTable({ validation, test }));
  const { classes } = testExamples.description;
  await writeTable(context, declaration, 'predictions', predictionsTable(test, classes));
};

function errorsTable(evaluations: Readonly<Record<string, Evaluation>>): Written {
  const rows = Object.entries(evaluations).map(([split, { count, cost, errors }]) => ({
    split,
    ...{ examples: count, cost, errors, errorRate: errors / count },
  }));
  return { title: 'Error on the validation and test examples', rows };
}

function predictionsTable({ labels, predictions }: Evaluation, classes: readonly string[]): Written {
  const rows = Array.from(labels, (label, example) => ({
    ...{ example, label },
    prediction: predictions[example] ?? NaN,
  }));
  return { title: 'Predictions for the test examples', classes, rows };
}

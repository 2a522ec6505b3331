import type { Row } from '../../src/artifact/table.js';
import { openExamples } from '../../src/data/open.js';
import { artifactOf, onlyInput, type StageRun } from '../../src/stage/contract.js';
import { writeTable } from '../../src/stage/table-output.js';
import { errorsTable, predictionsTable } from '../../src/statistics/classified.js';
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
  const cost = ({ cost }: Evaluation): Row => ({ cost });
  const splits = {
    validation: { ...validation, others: cost(validation) },
    test: { ...test, others: cost(test) },
  };
  await writeTable(context, declaration, 'errors', errorsTable(splits));
  const { classes } = testExamples.description;
  await writeTable(context, declaration, 'predictions', predictionsTable(test, classes));
};

import { withHeldOut } from '../../src/data/held-out.js';
import { examplesInMemory, writeSplit } from '../../src/data/split.js';
import type { StageRun } from '../../src/stage/contract.js';
import { contactSheet } from '../../src/view/contact-sheet.js';
import { cifarClasses } from './classes.js';
import type { declaration } from './declaration.js';
import { cifarFiles, metaFile, testBatch, trainBatches } from './files.js';
import { cifarReader } from './read.js';
import { type Batch, channels, checkClasses, checkSameCount, readRecords, side } from './records.js';

export const run: StageRun<typeof declaration> = async (context) => {
  const { validation, range } = context.parameters;
  const read = await cifarReader(context);
  const batches = new Map<string, Batch>();
  for (const name of cifarFiles) {
    context.signal.throwIfAborted();
    batches.set(name, await read(name));
    context.progress({ done: batches.size, total: cifarFiles.length, unit: 'files' });
  }
  const named = (names: readonly string[]) => names.flatMap((name) => batches.get(name) ?? []);
  named([metaFile]).forEach(checkClasses);
  checkSameCount(named([...trainBatches, testBatch]));
  const description = {
    title: 'CIFAR-10',
    ...{ height: side, width: side, channels, classes: cifarClasses, range },
  };
  const given = withHeldOut('cifar10', readRecords(named(trainBatches)), validation);
  const split = { ...given, test: readRecords(named([testBatch])) };
  await writeSplit(context, split, description);
  const sheet = await contactSheet(examplesInMemory(split.train, description));
  await context.write('sheet', sheet, { title: 'CIFAR-10: training examples of each class' });
};

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { examplesInMemory, writeSplit, type LabelledImages, type Split } from '../../src/data/split.js';
import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { BadInput, type Problem } from '../../src/stage/problem.js';
import { contactSheet } from '../../src/view/contact-sheet.js';
import { balancedSplit, type LabelledFile } from './balance.js';
import { decodePhotograph, largestPhotograph, tooLarge } from './decode.js';
import type { declaration } from './declaration.js';
import { classesOf } from './folders.js';
import { resample } from './resample.js';

type Context = StageContext<typeof declaration>;

export const run: StageRun<typeof declaration> = async (context) => {
  const { height, width, seed, range } = context.parameters;
  const classes = classesOf(context.files.keys());
  checkCounts(context, classes);
  const chosen = balancedSplit(seed, [...classes.values()], context.parameters);
  const split = await readSplit(context, chosen);
  const description = { title: 'Photographs', height, width, classes: [...classes.keys()], range };
  await writeSplit(context, split, description);
  const sheet = await contactSheet(examplesInMemory(split.train, description));
  await context.write('sheet', sheet, { title: 'Photographs: training examples of each class' });
};

function checkCounts({ parameters }: Context, classes: ReadonlyMap<string, readonly string[]>): void {
  const { directory, train, validation, test } = parameters;
  const needed = train + validation + test;
  const short = [...classes].filter(([, files]) => files.length < needed);
  const problems = short.map(([name, files]) => ({
    place: join(directory, name),
    rule: `this class has ${files.length} of the ${needed} images that are needed: ${train} for training, ${validation} for validation, ${test} for test.`,
    remedy: 'Add images, or lower `train`, `validation` or `test`.',
  }));
  if (problems.length > 0) throw new BadInput(problems);
}

async function readSplit(
  context: Context,
  { test, validation, train }: Readonly<Record<keyof Split, readonly LabelledFile[]>>,
): Promise<Split> {
  const { images, labels } = await readAll(context, [...test, ...validation, ...train]);
  const pixels = context.parameters.height * context.parameters.width;
  const part = (from: number, to: number): LabelledImages => ({
    images: images.subarray(from * pixels, to * pixels),
    labels: labels.subarray(from, to),
  });
  const [testEnd, validationEnd] = [test.length, test.length + validation.length];
  return {
    test: part(0, testEnd),
    validation: part(testEnd, validationEnd),
    train: part(validationEnd, labels.length),
  };
}

/**
 * Grey levels and labels in the order chosen, one file after the other: the decoder keeps its error text in one place for all
 * that it decodes at the same time. Throws BadInput that lists all the files that cannot be read.
 */
async function readAll(context: Context, chosen: readonly LabelledFile[]): Promise<LabelledImages> {
  const size = context.parameters.height * context.parameters.width;
  const images = new Uint8Array(chosen.length * size);
  const problems: Problem[] = [];
  for (const [index, { file }] of chosen.entries()) {
    context.signal.throwIfAborted();
    const levels = await readOne(context, file);
    if (levels instanceof BadInput) problems.push(...levels.problems);
    else images.set(levels, index * size);
    context.progress({ done: index + 1, total: chosen.length, unit: 'images' });
  }
  if (problems.length > 0) throw new BadInput(problems);
  return { images, labels: Uint8Array.from(chosen, ({ label }) => label) };
}

async function readOne({ files, parameters }: Context, name: string): Promise<Uint8Array | BadInput> {
  const path = files.get(name);
  if (path === undefined) throw new TypeError(`the stage was not given ${name}`);
  try {
    const file = join(parameters.directory, name);
    const { size } = await stat(path);
    if (size > largestPhotograph) throw tooLarge(file, size);
    const source = await decodePhotograph(file, await readFile(path));
    return resample(source, parameters.height, parameters.width).levels;
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
}

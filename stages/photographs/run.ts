import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSplit, type LabelledImages } from '../../src/data/split.js';
import type { StageContext, StageRun } from '../../src/stage/contract.js';
import { BadInput, type Problem } from '../../src/stage/problem.js';
import { balancedSplit, type LabelledFile } from './balance.js';
import { decodePhotograph } from './decode.js';
import type { declaration } from './declaration.js';
import { classesOf } from './folders.js';
import { resample } from './resample.js';

type Context = StageContext<typeof declaration>;

/** While one photograph is decoded, another is averaged; more would only take memory. */
const atOnce = 2;

export const run: StageRun<typeof declaration> = async (context) => {
  const { parameters, files } = context;
  const { height, width, seed, range } = parameters;
  const classes = classesOf(files.keys());
  checkCounts(context, classes);
  const { test, validation, train } = balancedSplit(seed, [...classes.values()], parameters);
  const all = await readAll(context, [...test, ...validation, ...train]);
  const part = (first: number, count: number): LabelledImages => ({
    images: all.images.subarray(first * height * width, (first + count) * height * width),
    labels: all.labels.subarray(first, first + count),
  });
  const split = {
    test: part(0, test.length),
    validation: part(test.length, validation.length),
    train: part(test.length + validation.length, train.length),
  };
  const description = { title: 'Photographs', height, width, classes: [...classes.keys()], range };
  await writeSplit(context, split, description);
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

/** Grey levels and labels in the order chosen. Throws BadInput that lists all the files that cannot be read. */
async function readAll(context: Context, chosen: readonly LabelledFile[]): Promise<LabelledImages> {
  const size = context.parameters.height * context.parameters.width;
  const images = new Uint8Array(chosen.length * size);
  const problems: Problem[] = [];
  for (let first = 0; first < chosen.length; first += atOnce) {
    context.signal.throwIfAborted();
    const read = chosen.slice(first, first + atOnce).map(({ file }) => readOne(context, file));
    for (const [offset, levels] of (await Promise.all(read)).entries())
      if (levels instanceof BadInput) problems.push(...levels.problems);
      else images.set(levels, (first + offset) * size);
    context.progress({ done: Math.min(first + atOnce, chosen.length), total: chosen.length, unit: 'images' });
  }
  if (problems.length > 0) throw new BadInput(problems);
  return { images, labels: Uint8Array.from(chosen, ({ label }) => label) };
}

async function readOne({ files, parameters }: Context, name: string): Promise<Uint8Array | BadInput> {
  const path = files.get(name);
  if (path === undefined) throw new TypeError(`the stage was not given ${name}`);
  try {
    const source = await decodePhotograph(join(parameters.directory, name), await readFile(path));
    return resample(source, parameters.height, parameters.width).levels;
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
}

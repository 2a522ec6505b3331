import { join } from 'node:path';
import { namesIn } from '../../src/data/named-files.js';
import { BadInput } from '../../src/stage/problem.js';

/** The MNIST database's four files, by what they hold. */
export const mnistFiles = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

/**
 * The names of the four files in a folder, each as it is there: unpacked (which is taken where both are), or with .gz.
 * Throws BadInput that lists every one that is missing.
 */
export async function listMnistFiles(folder: string): Promise<readonly string[]> {
  const present = new Set(await namesIn(folder));
  const names = Object.values(mnistFiles);
  const found = names.map((name) => [name, `${name}.gz`].find((variant) => present.has(variant)));
  const missing = names.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) throw new BadInput(missing.map((name) => missingFile(folder, name)));
  return found.filter((name) => name !== undefined);
}

function missingFile(folder: string, name: string) {
  return {
    place: join(folder, name),
    rule: 'this file is missing, and so is the same name with .gz.',
    remedy: "Put the MNIST database's four IDX files into the folder, gzipped or not, or set `directory`.",
  };
}

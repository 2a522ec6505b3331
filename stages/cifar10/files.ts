import { join } from 'node:path';
import { namesIn } from '../../src/data/named-files.js';
import { BadInput } from '../../src/stage/problem.js';

/** What CIFAR-10's binary version is published as. */
export const archiveName = 'cifar-10-binary.tar.gz';

export const trainBatches = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`);
export const testBatch = 'test_batch.bin';
export const metaFile = 'batches.meta.txt';

/** The files in the archive that are read. */
export const cifarFiles: readonly string[] = [...trainBatches, testBatch, metaFile];

/** The seven files of a folder, or else the archive. Throws BadInput that lists every one that is missing. */
export async function listCifarFiles(folder: string): Promise<readonly string[]> {
  const present = new Set(await namesIn(folder));
  const missing = cifarFiles.filter((name) => !present.has(name));
  if (missing.length === 0) return cifarFiles;
  if (present.has(archiveName)) return [archiveName];
  throw new BadInput(
    missing.map((name) => ({
      place: join(folder, name),
      rule: `this file is missing, and so is ${archiveName}.`,
      remedy:
        "Put CIFAR-10's binary version into the folder, the archive or the seven files in it, or set `directory`.",
    })),
  );
}

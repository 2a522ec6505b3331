import type { LabelledImages } from '../../src/data/split.js';
import { BadInput } from '../../src/stage/problem.js';
import { cifarClasses } from './classes.js';

export const side = 32;
export const channels = 3 as const;
const imageSize = channels * side * side;
const recordSize = 1 + imageSize;

/** A file of records. */
export interface Batch {
  /** What a person knows the file by. */
  readonly place: string;
  readonly bytes: Buffer;
}

/**
 * Reads records of one label byte and 3072 levels each, red, green and blue in planes of 32 × 32, of one file after the other.
 * Throws BadInput that names the file.
 */
export function readRecords(batches: readonly Batch[]): LabelledImages {
  const counts = batches.map(countOf);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const images = new Uint8Array(total * imageSize);
  const labels = new Uint8Array(total);
  let example = 0;
  for (const { place, bytes } of batches)
    for (let at = 0; at < bytes.length; at += recordSize, example += 1) {
      const label = bytes[at] ?? 0;
      if (label >= cifarClasses.length) throw badFile(place, wrongLabel(at / recordSize, label));
      labels[example] = label;
      images.set(bytes.subarray(at + 1, at + recordSize), example * imageSize);
    }
  return { images, labels };
}

/** Files of CIFAR-10 hold equally many: one that was cut off between two records is found by the others. */
export function checkSameCount(batches: readonly Batch[]): void {
  const [first] = batches;
  const other = batches.find((batch) => batch.bytes.length !== first?.bytes.length);
  if (first === undefined || other === undefined) return;
  throw badFile(
    other.place,
    `it has ${countOf(other)} images, but ${first.place} has ${countOf(first)}: all six have as many.`,
  );
}

/** Throws BadInput where a file of class names, one a line, has others than CIFAR-10's. */
export function checkClasses({ place, bytes }: Batch): void {
  const names = bytes
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  if (names.join('\n') === cifarClasses.join('\n')) return;
  throw badFile(place, `its classes are not those of CIFAR-10: ${cifarClasses.join(', ')}.`);
}

function countOf({ place, bytes }: Batch): number {
  const count = bytes.length / recordSize;
  if (Number.isInteger(count) && count > 0) return count;
  throw badFile(place, `it has ${bytes.length} bytes, which is no whole number of records of ${recordSize}.`);
}

function wrongLabel(record: number, label: number): string {
  return `record ${record} has the label ${label}; CIFAR-10's labels are 0 to ${cifarClasses.length - 1}.`;
}

/** Something wrong with one of the files. */
export function badFile(place: string, rule: string): BadInput {
  return new BadInput({ place, rule, remedy: "Get CIFAR-10's binary version again." });
}

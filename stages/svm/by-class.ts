import type { Examples } from '../../src/data/examples.js';
import { checkCount } from '../../src/data/minibatches.js';
import { BadInput } from '../../src/stage/problem.js';

/** The training examples of one class, in the data's order. */
export interface ClassExamples {
  /** Its index in the data's list of classes. */
  readonly label: number;
  /** Grey levels [count][pixels]. */
  readonly images: Uint8Array;
  readonly count: number;
}

/** Few enough that the event loop has its turn several times a second. */
const sliceLength = 500;

/**
 * The first `count` examples by class, classes in their order and only those that occur. `turn` has its turn before each slice is
 * read. Throws BadInput where there are fewer examples, or they are all of one class.
 */
export async function byClass(
  examples: Examples,
  count: number,
  turn: () => Promise<void>,
): Promise<readonly ClassExamples[]> {
  checkCount(examples, count);
  const { height, width, classes, title } = examples.description;
  const pixels = height * width;
  const images = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  for (let first = 0; first < count; first += sliceLength) {
    await turn();
    const slice = labels.subarray(first, first + sliceLength);
    examples.read(first, images.subarray(first * pixels, (first + slice.length) * pixels), slice);
  }
  const there = classes.map((_, label) => ofClass(label, images, labels)).filter(({ count }) => count > 0);
  if (there.length > 1) return there;
  throw new BadInput({
    place: title,
    rule: `has among its first ${count} examples only class ${classes[labels[0] ?? 0] ?? ''}.`,
    remedy: 'Take more examples: a machine tells classes apart.',
  });
}

function ofClass(label: number, images: Uint8Array, labels: Uint8Array): ClassExamples {
  const pixels = images.length / labels.length;
  const count = labels.reduce((sum, other) => sum + Number(other === label), 0);
  const own = new Uint8Array(count * pixels);
  let at = 0;
  for (const [example, other] of labels.entries()) {
    if (other !== label) continue;
    own.set(images.subarray(example * pixels, (example + 1) * pixels), at);
    at += pixels;
  }
  return { label, images: own, count };
}

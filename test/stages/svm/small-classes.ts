import { openEngine } from '../../../src/engine/open.js';
import { Draws } from '../../../src/random/draws.js';
import type { ClassExamples } from '../../../stages/svm/by-class.js';
import { classKernel, decay } from '../../../stages/svm/kernel.js';
import type { KernelClass } from '../../../stages/svm/rows.js';

/** Examples of one class from their grey levels. */
export function ofClass(label: number, images: readonly (readonly number[])[]): ClassExamples {
  return { label, images: Uint8Array.from(images.flat()), count: images.length };
}

/** Images of chance. */
export function images(count: number, pixels: number, seed: number): readonly (readonly number[])[] {
  const draws = new Draws(seed, 'train images', 0);
  return Array.from({ length: count }, () => Array.from({ length: pixels }, () => draws.below(256)));
}

/** With their kernels exp(−γ‖a − b‖²) of inputs in [0, 1]. */
export async function withKernels(
  classes: readonly ClassExamples[],
  gamma: number,
  threads = 1,
): Promise<readonly KernelClass[]> {
  const engine = await openEngine({ engine: 'portable', arithmetic: 'portable' }, () => threads);
  return classes.map((own) => {
    const kernel = classKernel(own, decay(gamma, [0, 1], own.images.length / own.count), engine);
    return { ...own, kernel };
  });
}

/** Two classes of these images. */
export async function pairOf(
  first: readonly (readonly number[])[],
  second: readonly (readonly number[])[],
  gamma: number,
  threads = 1,
): Promise<readonly [KernelClass, KernelClass]> {
  const [one, other] = await withKernels([ofClass(0, first), ofClass(1, second)], gamma, threads);
  if (one === undefined || other === undefined) throw new RangeError('two classes were asked for');
  return [one, other];
}

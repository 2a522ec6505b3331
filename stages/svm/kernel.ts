import exp2 from '@stdlib/math-base-special-exp2';
import type { Engine } from '../../src/engine/engine.js';
import type { ClassExamples } from './by-class.js';
import { middle, productsWith } from './products.js';

/** exp(−γ‖a − b‖²) of images a with all examples b of a class. */
export interface ClassKernel {
  readonly count: number;
  /** [n][count] of images [n][pixels]; valid until the next use. */
  evaluate(images: Uint8Array): Float32Array;
}

/** exp of −`rate` times a squared distance of grey levels, a whole number. */
export type Decay = (squaredDistance: number) => number;

/** Distances share the factors of their upper and lower part; both tables stay in a near cache. */
const fineLength = 8192;
const greys = 255;

/**
 * exp(−γ‖a − b‖²) from D, the squared distance in grey levels: 2^(−cD) = 2^(−c·8192·⌊D/8192⌋) · 2^(−c·(D mod 8192)), each factor by
 * exp2 of plain arithmetic. Its relative error is some 2⁻⁵² times 1 + γ‖a − b‖², far below the 2⁻²⁴ of the float it is rounded to.
 */
export function decay(gamma: number, [low, high]: readonly [number, number], pixels: number): Decay {
  const unit = (high - low) / greys;
  const power = -gamma * unit * unit * Math.LOG2E;
  const coarse = Float64Array.from(
    { length: Math.floor((pixels * greys * greys) / fineLength) + 1 },
    (_, part) => exp2(power * fineLength * part),
  );
  const fine = Float64Array.from({ length: fineLength }, (_, part) => exp2(power * part));
  return (squaredDistance) => {
    const part = Math.floor(squaredDistance / fineLength);
    return (coarse[part] ?? NaN) * (fine[squaredDistance - part * fineLength] ?? NaN);
  };
}

/** ‖a − b‖² = ‖a‖² + ‖b‖² − 2a·b, in whole numbers throughout. */
export function classKernel(examples: ClassExamples, decayOf: Decay, engine: Engine): ClassKernel {
  const { count, images: own } = examples;
  const pixels = own.length / count;
  const products = productsWith(examples, engine);
  const ownSquares = squares(own, pixels);
  let values = new Float32Array();
  return {
    count,
    evaluate: (images) => {
      const ofImages = squares(images, pixels);
      const inner = products(images);
      if (values.length !== inner.length) values = new Float32Array(inner.length);
      for (let image = 0, at = 0; image < ofImages.length; image += 1) {
        const square = ofImages[image] ?? NaN;
        for (let other = 0; other < count; other += 1, at += 1)
          values[at] = decayOf(square + (ownSquares[other] ?? NaN) - 2 * (inner[at] ?? NaN));
      }
      return values;
    },
  };
}

/** ‖a‖² of every image, about the middle grey as the inner products are. */
function squares(images: Uint8Array, pixels: number): Float64Array {
  const sums = new Float64Array(images.length / pixels);
  for (let image = 0, at = 0; image < sums.length; image += 1) {
    let sum = 0;
    for (const end = at + pixels; at < end; at += 1) sum += ((images[at] ?? NaN) - middle) ** 2;
    sums[image] = sum;
  }
  return sums;
}

import type { Adam, Momentum, Parameters } from '../../../src/engine/engine.js';
import { at } from '../lists.js';
import type { Follow } from './definition.js';

/** The rules that want the mean gradient, as rates.h, momentum.h and adam.h define them: float32 numbers, one at a time. */

const r = Math.fround;
const times = (a: number, b: number) => r(a * b);
type MultiplyAdd = (a: number, b: number, c: number) => number;

export function byRates(rates: Parameters, multiplyAdd: MultiplyAdd): Follow {
  return (part, l) => (value, g, k) => multiplyAdd(-at(at(rates[part], l), k), g, value);
}

/** Changes `velocity`. */
export function byMomentum(
  { rate, momentum: given, nesterov }: Momentum,
  velocity: Parameters,
  multiplyAdd: MultiplyAdd,
): Follow {
  const momentum = r(given);
  return (part, l) => (value, g, k) => {
    const slot = at(velocity[part], l);
    const v = multiplyAdd(momentum, at(slot, k), g);
    slot[k] = v;
    return multiplyAdd(-r(rate), nesterov ? multiplyAdd(momentum, v, g) : v, value);
  };
}

/** Of update t. Changes the moments. */
export function byAdam(
  { rate, epsilon, ...given }: Adam,
  t: number,
  [first, second]: readonly [Parameters, Parameters],
  multiplyAdd: MultiplyAdd,
): Follow {
  const [beta1, beta2] = [r(given.beta1), r(given.beta2)];
  const root = r(Math.sqrt(r(1 - power(beta2, t))));
  const [step, near] = [r((r(rate) * root) / (1 - power(beta1, t))), r(r(epsilon) * root)];
  return (part, l) => (value, g, k) => {
    const [ms, vs] = [at(first[part], l), at(second[part], l)];
    const m = multiplyAdd(beta1, at(ms, k), times(r(1 - beta1), g));
    const v = multiplyAdd(beta2, at(vs, k), times(times(r(1 - beta2), g), g));
    [ms[k], vs[k]] = [m, v];
    return multiplyAdd(-step, r(m / r(r(Math.sqrt(v)) + near)), value);
  };
}

/** β^t by squaring, in doubles. */
function power(beta: number, t: number): number {
  if (t === 0) return 1;
  const rest = powersOf2(t).map((squarings) => squared(beta, squarings));
  return rest.reduce((product, factor) => product * factor);
}

/** Which powers of 2 add up to t, the least first. */
function powersOf2(t: number): readonly number[] {
  return Array.from({ length: 31 }, (_, digit) => digit).filter((digit) => ((t >> digit) & 1) === 1);
}

function squared(value: number, times: number): number {
  return times === 0 ? value : squared(value * value, times - 1);
}

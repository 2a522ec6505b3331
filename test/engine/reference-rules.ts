import type { Adam, Momentum } from '../../src/engine/engine.js';
import { combined, type Layer } from './reference.js';

/** The rules with slots in double precision, from their formulas. */

/** Parameters and slots. */
export interface Followed {
  readonly network: readonly Layer[];
  readonly slots: readonly (readonly Layer[])[];
}

/** What is before the first update. */
export function unfollowed(network: readonly Layer[], { kind }: Momentum | Adam): Followed {
  const zeros = combined([network], () => 0);
  return { network, slots: kind === 'adam' ? [zeros, zeros] : [zeros] };
}

/** Update t, from 1, by gradients g. */
export function followed(before: Followed, rule: Momentum | Adam, t: number, g: readonly Layer[]): Followed {
  return rule.kind === 'adam' ? byAdam(before, rule, t, g) : byMomentum(before, rule, g);
}

function byMomentum(
  { network, slots: [before = []] }: Followed,
  { rate, momentum, nesterov }: Momentum,
  g: readonly Layer[],
): Followed {
  const velocity = combined([before, g], ([v = NaN, own = NaN]) => momentum * v + own);
  const step = ([theta = NaN, v = NaN, own = NaN]: readonly number[]) =>
    theta - rate * (nesterov ? own + momentum * v : v);
  return { network: combined([network, velocity, g], step), slots: [velocity] };
}

function byAdam(
  { network, slots: [first = [], second = []] }: Followed,
  { rate, beta1, beta2, epsilon }: Adam,
  t: number,
  g: readonly Layer[],
): Followed {
  const m = combined([first, g], ([old = NaN, own = NaN]) => beta1 * old + (1 - beta1) * own);
  const v = combined([second, g], ([old = NaN, own = NaN]) => beta2 * old + (1 - beta2) * own ** 2);
  const step = ([theta = NaN, mean = NaN, square = NaN]: readonly number[]) => {
    const [mHat, vHat] = [mean / (1 - beta1 ** t), square / (1 - beta2 ** t)];
    return theta - (rate * mHat) / (Math.sqrt(vHat) + epsilon);
  };
  return { network: combined([network, m, v], step), slots: [m, v] };
}

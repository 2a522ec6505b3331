import type { Network, Parameters, UpdateRule } from '../../../src/engine/engine.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import type { Case } from '../examples.js';

/** Layers that are no whole groups of vectors. */
export const odd = [19, 33, 21, 7];

export function networkOf({ architecture, parameters }: Case): Network {
  return portableEngine('portable', () => 1).create(architecture, parameters);
}

export function sgd(rate: number | Parameters): UpdateRule {
  return { kind: 'sgd', rate };
}

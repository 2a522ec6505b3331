import type { Column } from '../artifact/table.js';
import type { Cost } from '../engine/engine.js';

export function numbers(titles: Readonly<Record<string, string>>): readonly Column[] {
  return Object.entries(titles).map(([name, title]) => ({ name, type: 'number', title }));
}

export function text(name: string, title: string): Column {
  return { name, type: 'text', title };
}

/** The cost of an example with label y, as columns are titled. */
export const costTitles: Readonly<Record<Cost, string>> = {
  crossEntropy: '−log P(y|x) (nats)',
  quadratic: '½ Σ (P(c|x) − [c = y])² over the classes c',
};

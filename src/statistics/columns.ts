import type { Column } from '../artifact/table.js';
import type { Cost } from '../engine/engine.js';

export function numbers(titles: Readonly<Record<string, string>>): readonly Column[] {
  return Object.entries(titles).map(([name, title]) => ({ name, type: 'number', title }));
}

/** A column of words; `values` are all there are, where that is known. */
export function text(name: string, title: string, values?: readonly string[]): Column {
  return { name, type: 'text', title, ...(values === undefined ? {} : { values }) };
}

/** The cost of an example with label y, as columns are titled. */
export const costTitles: Readonly<Record<Cost, string>> = {
  crossEntropy: '−log P(y|x) (nats)',
  quadratic: '½ Σ (P(c|x) − [c = y])² over the classes c',
};

/** `mean cost −log P(y|x) (nats)`; the cost alone where it is not known which. */
export function costTitle(what: string, cost: Cost | undefined): string {
  return cost === undefined ? what : `${what} ${costTitles[cost]}`;
}

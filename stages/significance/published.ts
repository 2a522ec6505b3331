import type { Row } from '../../src/artifact/table.js';
import { cellValueText } from '../../src/stage/cell.js';
import { BadInput } from '../../src/stage/problem.js';
import type { Published } from './parameters.js';
import { rowWords } from './words.js';

/** What the paper says of a model. */
export type Paper = Omit<Published, 'where'>;

/** For each model, what was published of it; undefined where nothing was. Throws BadInput where it is not clear which model is meant. */
export function publishedOf(
  models: readonly Row[],
  published: readonly Published[],
): readonly (Paper | undefined)[] {
  const found: (Paper | undefined)[] = models.map(() => undefined);
  for (const [index, entry] of published.entries()) {
    const [own, ...others] = [...models.keys()].filter((at) => agrees(models[at] ?? {}, entry));
    if (own === undefined) continue;
    const words = rowWords(models[own] ?? {});
    if (others.length > 0)
      throw wrongEntry(index, `agrees with ${others.length + 1} models.`, 'Name more of their variables.');
    if (found[own] !== undefined)
      throw wrongEntry(index, `is of ${words}, as another is.`, 'Give one number a model.');
    found[own] = entry;
  }
  return found;
}

function agrees(model: Row, { where }: Published): boolean {
  return Object.entries(where).every(([name, value]) => String(model[name]) === cellValueText(value));
}

function wrongEntry(index: number, rule: string, remedy: string): BadInput {
  return new BadInput({ place: `significance, published.${index}.where`, rule, remedy });
}

import { sameJson } from '../artifact/digest.js';
import type { Json } from '../artifact/json.js';
import { cellValueText } from '../stage/cell.js';
import { nearMiss } from '../stage/nearest.js';
import { memberOf, membersOf, plain, type Located } from './located.js';

/** By variable, the values that are written for it. */
export type MatrixValues = Readonly<Record<string, readonly Json[]>>;

/**
 * The values that matrix variables are given in any of these texts of one pipeline: with `--set` laid over it, as its file says it, and
 * each file that it extends. A smaller variant that drops a cell so still knows it, and a value that is in none of them is a mistake.
 */
export function writtenValues(documents: readonly Located[]): MatrixValues {
  const values = new Map<string, Json[]>();
  const add = (variable: string, more: readonly Json[]) => {
    const known = values.get(variable) ?? [];
    values.set(variable, [...known, ...more.filter((one) => !known.some((other) => sameJson(other, one)))]);
  };
  for (const document of documents)
    for (const [name, { value }] of membersOf(memberOf(document, 'matrix'))) {
      const items = value.kind === 'list' ? value.items : [];
      if (name !== 'include' && name !== 'exclude') add(name, items.map(plain));
      else if (name === 'include')
        for (const [variable, one] of items.flatMap((cell) => [...membersOf(cell)]))
          add(variable, [plain(one.value)]);
    }
  return Object.fromEntries(values);
}

/** What is wrong with naming a value that a variable is never given: rule and remedy, after what names it. */
export function wrongMatrixValue(
  variable: string,
  value: Json,
  values: readonly Json[],
): { readonly rule: string; readonly remedy: string } | undefined {
  if (values.some((one) => sameJson(one, value))) return undefined;
  const texts = values.map((one) => JSON.stringify(one));
  const near = nearMiss(cellValueText(value), values.map(cellValueText));
  return {
    rule: `is ${JSON.stringify(value)}, a value that the matrix variable "${variable}" is never given.`,
    remedy: near ?? `There is: ${texts.join(', ')}.`,
  };
}

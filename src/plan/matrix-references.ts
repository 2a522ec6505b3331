import { located, type Located } from './located.js';
import type { Matrix, MatrixCell } from './matrix.js';

/** The variable that `{ "$matrix": NAME }` names. */
export function matrixVariable(from: Located): string | undefined {
  const only =
    from.kind === 'object' && from.members.size === 1 ? from.members.get('$matrix')?.value : undefined;
  return only?.kind === 'value' && typeof only.value === 'string' ? only.value : undefined;
}

/** Every `$matrix` reference inside a value, with where it stands. */
export function matrixReferences(
  from: Located,
): readonly { readonly name: string; readonly place: string }[] {
  const name = matrixVariable(from);
  if (name !== undefined) return [{ name, place: from.place }];
  if (from.kind === 'value') return [];
  const inside = from.kind === 'list' ? from.items : [...from.members.values()].map(({ value }) => value);
  return inside.flatMap(matrixReferences);
}

/** The value with every `$matrix` reference replaced by the cell's value, which stands where the matrix gives it. */
export function substituted(from: Located, cell: MatrixCell, matrix: Matrix): Located {
  const name = matrixVariable(from);
  if (name !== undefined) {
    const value = cell[name] ?? null;
    return { ...(matrix.placeOf(name, value) ?? located(value, from.place)), usedAt: from.place };
  }
  if (from.kind === 'value') return from;
  if (from.kind === 'list')
    return { ...from, items: from.items.map((item) => substituted(item, cell, matrix)) };
  const members = [...from.members].map(
    ([key, { place, value }]) => [key, { place, value: substituted(value, cell, matrix) }] as const,
  );
  return { ...from, members: new Map(members) };
}

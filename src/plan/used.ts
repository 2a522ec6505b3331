import { membersOf, type Located, type Path } from './located.js';

/** Where the value of the matrix that holds what is at a path is used; undefined where it was written where it is used. */
function usedAt(from: Located, [step, ...rest]: Path): string | undefined {
  if (from.usedAt !== undefined || step === undefined) return from.usedAt;
  const next = from.kind === 'list' ? from.items[Number(step)] : membersOf(from).get(String(step))?.value;
  return next === undefined ? undefined : usedAt(next, rest);
}

/** A remedy for what is at a path; of a value that stands in the matrix it says too where that is used. */
export function remedyAt(
  from: Located,
  path: Path,
  remedy: string | undefined,
): { readonly remedy?: string } {
  const use = usedAt(from, path);
  const parts = [
    ...(remedy === undefined ? [] : [remedy]),
    ...(use === undefined ? [] : [`Used at ${use}.`]),
  ];
  return parts.length === 0 ? {} : { remedy: parts.join(' ') };
}

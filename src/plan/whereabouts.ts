import type { StageDeclaration } from '../stage/contract.js';

/** The parameters that say where something is and not what: they differ from machine to machine and change no byte. */
export function whereabouts({ files, whereabouts = [] }: StageDeclaration): ReadonlySet<string> {
  return new Set([...whereabouts, ...(files === undefined ? [] : [files.parameter])]);
}

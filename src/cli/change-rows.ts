import type { Json } from '../artifact/json.js';
import { counted } from '../artifact/numbers.js';
import type { Changes, CodeChanges } from '../plan/code-changes.js';
import type { Difference } from '../plan/differences.js';
import { shown } from './text.js';

/** A field of a key with both its values. */
export function fieldRow({ field, before, after }: Difference): readonly string[] {
  return [fieldName(field), `${valueText(before)} → ${valueText(after)}`];
}

/** As a pipeline file has it. */
export function fieldName(field: string): string {
  return shown(field.replace(/^parameters\./, 'with.'));
}

const longest = 60;

export function valueText(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text =
    typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
      ? `${value.slice(0, 8)}…`
      : JSON.stringify(value);
  return shown(text.length > longest ? `${text.slice(0, longest)}…` : text);
}

/** The modules and packages that changed, came and went. */
export function codeChangeRows({ files, packages }: CodeChanges): readonly (readonly string[])[] {
  return [...changeRows('module', files), ...changeRows('package', packages)];
}

/** So many names are told; how many more there are is said. */
const toldNames = 8;

function changeRows(what: string, changes: Changes): readonly (readonly string[])[] {
  return (['changed', 'added', 'removed'] as const).flatMap((how) => {
    const names = changes[how];
    const more =
      names.length > toldNames
        ? [['', `and ${counted(names.length - toldNames, `more ${how}`, `more ${how}`)}`]]
        : [];
    return [...names.slice(0, toldNames).map((name) => [`  ${what} ${how}`, shown(name)]), ...more];
  });
}

import type { Json } from '../artifact/json.js';
import type { Difference } from '../plan/differences.js';
import type { Why } from '../plan/state.js';
import { shown } from './text.js';

/** Why a task is to run, on one line: `learningRate 0.01 → 0.02`. */
export function whyText(why: Why): string {
  if (why.reason === 'never made') return 'never made';
  if (why.reason === 'damaged') return why.damage.join('; ');
  if (why.reason === 'another version')
    return `made by another version of samebits (${shown(why.format)}), whose record is left as it is`;
  return why.differences.length === 0 ? 'its record is gone' : why.differences.map(differenceText).join(', ');
}

/** `learningRate 0.01 → 0.02`; long values, and digests, only by name. */
function differenceText({ field, before: was, after: is }: Difference): string {
  const name = shown(field.replace(/^parameters\./, ''));
  const [left, right] = [valueText(was), valueText(is)];
  return left.length + right.length > 60 || /digest$|^code$/.test(field)
    ? `${name} changed`
    : `${name} ${left} → ${right}`;
}

function valueText(value: Json | undefined): string {
  return value === undefined ? 'nothing' : shown(JSON.stringify(value));
}

import { exactNumber, formatNumber, grouped } from '../../artifact/numbers.js';

/** How a number is written. */
export type Format =
  | { readonly as: 'digits'; readonly count: number }
  | { readonly as: 'decimals'; readonly count: number }
  | { readonly as: 'percent'; readonly count: number }
  | { readonly as: 'exact' };

/** As reports write numbers: three significant digits, whole numbers with all of theirs. */
export const defaultFormat: Format = { as: 'digits', count: 3 };

/** `3 digits`, `2 decimals`, `percent`, `percent 1 decimal`, `exact`; undefined of other words. */
export function formatOf(words: readonly string[]): Format | undefined {
  const text = words.join(' ');
  if (text === 'exact') return { as: 'exact' };
  if (text === 'percent') return { as: 'percent', count: 0 };
  const [, percent, digits = '', unit = ''] = /^(percent )?(\d{1,2}) (digit|decimal)s?$/.exec(text) ?? [];
  const count = Number(digits);
  if (unit === 'digit' && percent === undefined && count >= 1 && count <= 21) return { as: 'digits', count };
  if (unit === 'decimal' && count <= 20) return { as: percent === undefined ? 'decimals' : 'percent', count };
  return undefined;
}

/** The number as a text shows it; the same everywhere. */
export function formatted(value: number, format: Format): string {
  if (!Number.isFinite(value) || format.as === 'exact') return exactNumber(value);
  if (format.as === 'digits') return formatNumber(value, format.count);
  if (format.as === 'decimals') return fixed(value, format.count);
  // Fifteen digits take away what the multiplication put there.
  return `${fixed(Number((100 * value).toPrecision(15)), format.count)} %`;
}

/** −1,234.50 */
function fixed(value: number, decimals: number): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const digits = grouped(whole) + (fraction === undefined ? '' : `.${fraction}`);
  return value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
}

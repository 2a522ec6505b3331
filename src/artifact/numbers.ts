/** Numbers as a reader sees them. Plain digit arithmetic on ECMAScript's exact decimal forms: no locale, no logarithm. */

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 0.0312, 1,500, −3.2×10⁻⁵: three significant digits, or as many as asked for. */
export function formatNumber(value: number, significant = 3): string {
  if (!Number.isFinite(value)) return exactNumber(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return exactNumber(value);
  return exactNumber(Number(value.toPrecision(significant)));
}

/** All digits of a number: what a person wrote is shown as written. */
export function exactNumber(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞';
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return sign + scientific(size);
  const [whole = '', fraction] = String(size).split('.');
  return sign + grouped(whole) + (fraction === undefined ? '' : `.${fraction}`);
}

/** 1,500: the digits of a whole number in threes. */
export function grouped(whole: number | string): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 10⁻³, 2×10⁻³. */
export function scientific(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const power = `10${superscript(exponent.replace('+', ''))}`;
  if (mantissa === '1') return power;
  return `${mantissa.replace('-', '−')}×${power}`;
}

/** A whole number of things, and what they are: `1 row`, `1,500 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${exactNumber(count)} ${count === 1 ? one : many}`;
}

function superscript(digits: string): string {
  return digits.replace('-', '⁻').replace(/\d/g, (digit) => superscripts[Number(digit)] ?? digit);
}

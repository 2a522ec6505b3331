import type { JsonObject } from '../artifact/json.js';
import { counted, formatNumber } from '../artifact/numbers.js';
import { testTitles, type TestName } from './test-schema.js';

/**
 * What a verdict rests on beside the number: how many replicates and their interval, a test and its p-value. P-values and powers are
 * rounded to three digits, ends of intervals to six, so that no last bit of a computation shows.
 */
export interface Evidence extends JsonObject {
  /** How many examples, pairs or replicates there are, of the claim's own number first. */
  readonly sizes: readonly number[];
  readonly unit: 'example' | 'replicate';
  readonly interval?: { readonly least: number; readonly greatest: number; readonly confidence: number };
  readonly test?: TestName;
  /** Of the finding that the claim states. */
  readonly p?: number;
  /** How likely the test was to find the effect that the claim names, where it found nothing. */
  readonly power?: number;
  /** How many examples only the first network gets wrong, and only the second. */
  readonly discordant?: readonly [number, number];
}

/** `p 0.0012, McNemar’s exact test, 10,000 examples`. */
export function evidenceText({ sizes, unit, interval, test, p, power, discordant }: Evidence): string {
  const one = sizes.length === 1;
  const sizesText = one
    ? counted(sizes[0] ?? 0, unit)
    : `${sizes.map((size) => formatNumber(size, 9)).join(' and ')} ${unit}s`;
  return [
    ...(p === undefined ? [] : [`p ${p < 1e-300 ? '< 10⁻³⁰⁰' : formatNumber(p)}`]),
    ...(test === undefined ? [] : [testTitles[test]]),
    sizesText,
    ...(discordant === undefined ? [] : [`${discordant.join(' and ')} wrong in one alone`]),
    ...(power === undefined ? [] : [`power ${formatNumber(power)}`]),
    ...(interval === undefined ? [] : [intervalText(interval)]),
  ].join(', ');
}

function intervalText({ least, greatest, confidence }: NonNullable<Evidence['interval']>): string {
  return `${Number((100 * confidence).toPrecision(6))} % interval ${formatNumber(least)} to ${formatNumber(greatest)}`;
}

export function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

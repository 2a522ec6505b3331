import { exactNumber } from '../artifact/numbers.js';
import { ulps32, ulps64 } from '../artifact/ulp.js';
import { cellWords } from '../stage/cell.js';
import { BadInput } from '../stage/problem.js';
import type { Claim } from './claim.js';

/** What a claim expects of its number. The values that make it hold are those from least to greatest. */
export interface Expectation {
  readonly least: number;
  readonly greatest: number;
  readonly holds: (measured: number) => boolean;
}

/** What is expected; `other` is the number of `against`, where the claim has that in place of a reference. */
export function expectationOf(claim: Claim, other: number): Expectation {
  const { reference, within, atLeast, atMost, between } = claim;
  if (within !== undefined) return near(reference === undefined ? other : referenceNumber(reference), within);
  const [least, greatest] = between ?? [atLeast ?? -Infinity, atMost ?? Infinity];
  if (between === undefined && atLeast === undefined && atMost === undefined)
    throw new BadInput({
      place: `claim ${claim.id}`,
      rule: 'does not say what it expects.',
      remedy: 'Give reference and within, atLeast, atMost, between or test.',
    });
  return { least, greatest, holds: (value) => value >= least && value <= greatest };
}

function near(reference: number, within: NonNullable<Claim['within']>): Expectation {
  const { relative, absolute, ulp32, ulp64, bits } = within;
  if (bits !== undefined)
    return { least: reference, greatest: reference, holds: (value) => Object.is(value, reference) };
  if (ulp32 !== undefined || ulp64 !== undefined) {
    const apart = (value: number): number | null =>
      ulp32 === undefined ? ulps64(value, reference) : ulps32(value, reference);
    const most = ulp32 ?? ulp64 ?? 0;
    return {
      least: reference,
      greatest: reference,
      holds: (value) => (apart(value) ?? Infinity) <= most,
    };
  }
  const tolerance = relative === undefined ? (absolute ?? 0) : relative * Math.abs(reference);
  return {
    least: reference - tolerance,
    greatest: reference + tolerance,
    holds: (value) => Math.abs(value - reference) <= tolerance,
  };
}

/** What is expected, in words: `0.031 ± 15 %`. */
export function expectationText(claim: Claim): string {
  const { within, test, atLeast, atMost, between = [NaN, NaN] } = claim;
  const other = otherText(claim);
  if (test !== undefined) return `${findingWords[test.finding]} ${other} (α ${exactNumber(test.level)})`;
  if (within !== undefined) return withinText(other, within);
  if (atLeast !== undefined) return `≥ ${exactNumber(atLeast)}`;
  if (atMost !== undefined) return `≤ ${exactNumber(atMost)}`;
  return `between ${between.map(exactNumber).join(' and ')}`;
}

const findingWords = {
  less: 'less than',
  greater: 'greater than',
  different: 'different from',
  'not different': 'not different from',
} as const;

/** The reference, or whose number `against` is. */
function otherText({ reference, against }: Claim): string {
  if (reference !== undefined) return typeof reference === 'number' ? exactNumber(reference) : reference;
  const { of, where = {}, column } = against ?? {};
  const words = [of, column, cellWords(where)].filter((part) => part !== undefined && part !== '');
  return words.length === 0 ? 'its like' : words.join(' ');
}

function withinText(
  other: string,
  { relative, absolute, ulp32, ulp64 }: NonNullable<Claim['within']>,
): string {
  if (relative !== undefined) return `${other} ± ${exactNumber(percent(relative))} %`;
  if (absolute !== undefined) return `${other} ± ${exactNumber(absolute)}`;
  if (ulp32 !== undefined) return `${other} ± ${ulp32} ulp of float32`;
  return ulp64 === undefined ? `the bits of ${other}` : `${other} ± ${ulp64} ulp of float64`;
}

/** 0.07 as 7, not as 7.000000000000001. */
function percent(fraction: number): number {
  return Number((fraction * 100).toPrecision(12));
}

/** A reference as a number; in hexadecimal, the one whose bits it says. */
export function referenceNumber(reference: number | string): number {
  if (typeof reference === 'number') return reference;
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)0x([01])(?:\.([0-9a-f]+))?p([+-]?\d+)$/.exec(reference) ?? [];
  let value = Number(`0x${whole}${fraction}`);
  // Of at most 53 bits, so that every doubling and halving on the way to a number that a float can be is exact.
  let exponent = Number(power) - 4 * fraction.length;
  for (; exponent > 0; exponent--) value *= 2;
  for (; exponent < 0; exponent++) value /= 2;
  return sign === '-' ? -value : value;
}

import { grouped } from './numbers.js';

/**
 * How far two floating-point numbers are apart, counted in numbers that the format has between them (units in the last place):
 * the distance of their bit patterns as whole numbers, since those are in the order of the values. 0 and −0 are 0 apart; null
 * where one of them is not finite.
 */
export function ulps64(left: number, right: number): number | null {
  if (!Number.isFinite(left) || !Number.isFinite(right)) return null;
  const apart = rank64(left) - rank64(right);
  return Number(apart < 0n ? -apart : apart);
}

const view = new DataView(new ArrayBuffer(8));

function rank64(value: number): bigint {
  view.setFloat64(0, Math.abs(value));
  const rank = view.getBigInt64(0);
  return value < 0 ? -rank : rank;
}

/** The same of two float32 numbers. */
export function ulps32(left: number, right: number): number | null {
  if (!Number.isFinite(left) || !Number.isFinite(right)) return null;
  return Math.abs(rank32(left) - rank32(right));
}

function rank32(value: number): number {
  view.setFloat32(0, Math.abs(value));
  const rank = view.getInt32(0);
  return value < 0 ? -rank : rank;
}

/** The shortest text that is read back as the same float32 number. */
export function text32(value: number): string {
  if (value === 0) return text64(value);
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return text64(rounded);
  }
  return text64(Number(value.toPrecision(9)));
}

/** As JavaScript writes it, but for −0, which it writes like 0. */
export function text64(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Numbers this many steps apart are no more alike than any others. */
const farApart = 1e6;

/** `1 ulp` */
export function ulpText(ulps: number): string {
  return ulps > farApart ? `over ${grouped(farApart)} ulp` : `${grouped(ulps)} ulp`;
}

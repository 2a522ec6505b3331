import { BadInput } from '../../src/stage/problem.js';
import { exactNumber, scientific } from '../../src/artifact/numbers.js';
import type { AxisParameters } from './parameters.js';

/** Where an axis begins and ends, and its ticks: chosen here by exact decimal arithmetic, not by a library's logarithms. */
export interface Axis {
  readonly scale: AxisParameters['scale'];
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface AxisChoice extends Pick<AxisParameters, 'scale' | 'domain' | 'tickUnit'> {
  /** About how many ticks are wanted. */
  readonly count: number;
  /** Whether the axis is lengthened to end at ticks. */
  readonly roundEnds: boolean;
}

/** An axis for these values, all finite, and positive where the scale is log. */
export function axisFor(place: string, values: readonly number[], choice: AxisChoice): Axis {
  const { scale, tickUnit } = choice;
  const [least, greatest] = limits(place, values, choice);
  const from = least / tickUnit;
  const to = greatest / tickUnit;
  const steps =
    scale === 'linear'
      ? linearSteps(from, to, choice.count, values.every(Number.isInteger) ? 1 / tickUnit : 0)
      : decadeSteps(scale, from, to, choice.count);
  const start =
    choice.roundEnds && choice.domain.length < 1 ? (steps.findLast((step) => step <= from) ?? from) : from;
  const end = choice.roundEnds && choice.domain.length < 2 ? (steps.find((step) => step >= to) ?? to) : to;
  const inside = steps.filter((step) => step >= start && step <= end);
  const shown = scale === 'linear' ? inside : thinned(inside, choice.count + 2);
  return {
    scale,
    domain: [start * tickUnit, end * tickUnit],
    ticks: shown.map((step) => ({ value: step * tickUnit, label: tickLabel(step, shown) })),
  };
}

function limits(place: string, values: readonly number[], { scale, domain }: AxisChoice): [number, number] {
  const [least = smallest(values), greatest = largest(values)] = domain;
  if (scale === 'log' && least <= 0)
    throw new BadInput({
      place,
      rule: `a log scale cannot begin at ${exactNumber(least)}.`,
      remedy: 'Begin the domain above zero, or use the scale symlog.',
    });
  if (!Number.isFinite(greatest - least))
    throw new BadInput({
      place,
      rule: 'the values lie too far apart for an axis.',
      remedy: 'Give a domain.',
    });
  if (least < greatest) return [least, greatest];
  // Half of the least number that there is, is zero.
  const reach = Math.abs(least) / 2 || 0.5;
  return scale === 'log' ? [least / 2, least * 2] : [least - reach, least + reach];
}

function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

function largest(values: readonly number[]): number {
  return values.reduce((greatest, value) => Math.max(greatest, value), -Infinity);
}

/** Between whole numbers there is nothing, so their steps are at least `least`. Multiples of 1, 2 or 5 times a power of ten, from one at or below `from` to one at or above `to`. */
function linearSteps(from: number, to: number, count: number, least = 0): number[] {
  const [mantissa, exponent] = roundStep(Math.max((to - from) / count, least));
  const size = decimal(mantissa, exponent);
  const first = Math.floor(from / size);
  const last = Math.ceil(to / size);
  const steps = Array.from({ length: last - first + 1 }, (_, index) =>
    decimal((first + index) * mantissa, exponent),
  );
  return steps.filter(Number.isFinite);
}

/** The least 1, 2 or 5 × 10ⁿ that is at least `size`, as mantissa and exponent. */
function roundStep(size: number): [number, number] {
  const exponent = decadeBelow(size);
  const mantissa = [1, 2, 5].find((candidate) => decimal(candidate, exponent) >= size);
  return mantissa === undefined ? [1, exponent + 1] : [mantissa, exponent];
}

/** The exponent of the greatest power of ten not above `size` > 0. */
function decadeBelow(size: number): number {
  return Number(size.toExponential().split('e')[1]);
}

/** The number that is written so: the nearest to the decimal, whatever the machine's pow says. */
function decimal(mantissa: number, exponent: number): number {
  return Number(`${mantissa}e${exponent}`);
}

/** Powers of ten about the data, with 2 and 5 between where the data span under two decades; zero on a symlog scale. */
function decadeSteps(scale: 'log' | 'symlog', from: number, to: number, count: number): number[] {
  if (scale === 'log') return decades(from, to, decadeBelow(to) - decadeBelow(from) < 2 ? [1, 2, 5] : [1]);
  const size = Math.max(Math.abs(from), Math.abs(to));
  if (size <= 1) return linearSteps(from, to, count);
  const above = decades(1, size, [1]);
  const below = from < 0 ? above.map((step) => -step).reverse() : [];
  return [...below, 0, ...above];
}

/** These multiples of the powers of ten, from the one at or below `from` to the one above `to`. */
function decades(from: number, to: number, mantissas: readonly number[]): number[] {
  const first = decadeBelow(from);
  const exponents = Array.from({ length: decadeBelow(to) + 2 - first }, (_, index) => first + index);
  return exponents.flatMap((exponent) => mantissas.map((mantissa) => decimal(mantissa, exponent)));
}

/** Every second, third, … step, counted from zero where it is among them and else from the last, at most `most` in all. */
function thinned(steps: readonly number[], most: number): number[] {
  const every = Math.ceil(steps.length / most);
  const anchor = steps.includes(0) ? steps.indexOf(0) : steps.length - 1;
  return steps.filter((_, index) => (index - anchor) % every === 0);
}

function tickLabel(step: number, all: readonly number[]): string {
  const sizes = all.map(Math.abs).filter((size) => size > 0);
  const plain = sizes.every((size) => size >= 1e-3 && size < 1e6);
  return plain || step === 0 ? exactNumber(step) : scientific(step);
}

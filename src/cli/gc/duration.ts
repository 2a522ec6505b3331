import { BadInput } from '../../stage/problem.js';

const units: Readonly<Record<string, number>> = { m: 60e3, h: 3600e3, d: 86_400e3, w: 604_800e3 };

/** `12h`, `7d`, `0`: milliseconds. */
export function milliseconds(option: string, text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(text) ?? [];
  const size = units[unit];
  if (text === '0') return 0;
  if (number !== undefined && size !== undefined) return Number(number) * size;
  throw new BadInput({
    place: `${option} ${text}`,
    rule: 'a time is a number of minutes, hours, days or weeks, or 0.',
    remedy: 'Example: 12h, 7d, 2w',
  });
}

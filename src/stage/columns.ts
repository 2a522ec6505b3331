import type { Json } from '../artifact/json.js';
import { cellValueText } from './cell.js';
import type { Column } from '../artifact/table.js';
import type { Mistake, MistakePlace } from './contract.js';
import { suggestion } from './nearest.js';

/** That a name is none of the columns, or of those among them that can be meant here: only numbers, say. */
export function wrongColumn(
  at: MistakePlace,
  name: string,
  columns: readonly Column[],
  among: readonly Column[],
): readonly Mistake[] {
  if (among.some((column) => column.name === name)) return [];
  const names = among.map((column) => column.name);
  if (columns.some((column) => column.name === name))
    return [
      {
        at,
        rule: `is "${name}", a column of text, not of numbers.`,
        remedy: `There is: ${names.join(', ')}.`,
      },
    ];
  const rule = name === '' ? 'names no column.' : `is "${name}", which is no column of the table.`;
  return [{ at, rule, remedy: suggestion(name, names) }];
}

/** That a column does not hold such a value: one of another type, or none of the words that it is known to hold. */
export function wrongValue(
  at: MistakePlace,
  value: Json,
  { name, type, values }: Column,
): readonly Mistake[] {
  if (typeof value !== (type === 'number' ? 'number' : 'string'))
    return [
      {
        at,
        rule: `is ${JSON.stringify(value)}, but ${name} holds ${type === 'number' ? 'numbers' : 'text'}.`,
        remedy: type === 'number' ? 'Write a number, without quotes.' : 'Write it in quotes.',
      },
    ];
  if (values === undefined || values.some((word) => word === value)) return [];
  return [
    {
      at,
      rule: `is ${JSON.stringify(value)}, a value that ${name} does not have.`,
      remedy: suggestion(cellValueText(value), values),
    },
  ];
}

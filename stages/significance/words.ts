import { exactNumber } from '../../src/artifact/numbers.js';
import type { Row } from '../../src/artifact/table.js';

/** `tanh, normalised, depth 5`: a value that is a number gets its column's name. */
export function rowWords(variables: Row): string {
  return Object.entries(variables)
    .map(([name, value]) => (typeof value === 'number' ? `${name} ${exactNumber(value)}` : value))
    .filter((part) => part !== '')
    .join(', ');
}

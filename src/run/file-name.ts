import { digestOf } from '../artifact/digest.js';

/** Names that mean devices on Windows, whatever follows their first dot. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** More than this of a name is not looked at, and its digest stands for the rest. */
const longest = 100;

/**
 * A file's name from any text: of letters, digits and `.,_-`, so that on no system it leaves its folder, is hidden in it, means a device
 * or is too long.
 */
export function fileName(text: string): string {
  const plain = text
    .slice(0, 4 * longest)
    .replace(/[^A-Za-z0-9.,_]+/g, '-')
    .replaceAll('-.', '.')
    .replace(/^[.-]+|-$/g, '');
  const isWhole = plain !== '' && plain.length <= longest && text.length <= 4 * longest;
  if (isWhole && !devices.test(plain)) return plain;
  return [plain.slice(0, 60), digestOf(text).slice(0, 12)].filter((part) => part !== '').join('-');
}

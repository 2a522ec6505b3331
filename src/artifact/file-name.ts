import { digestOf } from './digest.js';

const extensions: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'application/vnd.safetensors': 'safetensors',
  'application/vnd.samebits.stream+json': 'stream.json',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
};

/** How the name of a file of this media type ends, without the dot; `bin` for types that only their stage knows. */
export function extensionOf(mediaType: string): string {
  return (Object.hasOwn(extensions, mediaType) ? extensions[mediaType] : undefined) ?? 'bin';
}

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

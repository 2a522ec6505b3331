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

/** A name that cannot leave its folder, be hidden in it, or be too long for it. */
export function fileName(text: string): string {
  const plain = text
    .replace(/[^A-Za-z0-9.,_-]+/g, '-')
    .replaceAll('-.', '.')
    .replace(/^[.-]+|-+$/g, '');
  return plain.length > 100 || plain === '' ? `${plain.slice(0, 60)}-${digestOf(text).slice(0, 12)}` : plain;
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type Json } from '../artifact/json.js';

/** package.json, as far as it is read here. */
export interface Manifest {
  readonly name?: string;
  readonly type?: string;
  readonly main?: string;
  readonly exports?: Json;
}

export function manifestOf(folder: string): Manifest {
  const file = join(folder, 'package.json');
  // npm's own file; Node itself refuses one that is no object.
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {};
}

/**
 * The file of a package that `import` takes for what stands after its name (`./table`, or `.`); undefined where it exports none. By
 * Node's rules: https://nodejs.org/api/esm.html#resolution-algorithm-specification, PACKAGE_EXPORTS_RESOLVE.
 */
export function exportedFile(folder: string, subpath: string): string | undefined {
  const { exports, main = 'index.js' } = manifestOf(folder);
  if (exports === undefined) return join(folder, subpath === '.' ? main : subpath);
  const paths = isJsonObject(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  const target = paths ? targetIn(exports, subpath) : subpath === '.' ? chosen(exports) : undefined;
  return target === undefined ? undefined : join(folder, target);
}

/** An exact name goes before a pattern, `./lib/*`, and of patterns the one with the longest beginning. */
function targetIn(exports: Readonly<Record<string, Json>>, subpath: string): string | undefined {
  if (Object.hasOwn(exports, subpath) && !subpath.includes('*')) return chosen(exports[subpath]);
  const patterns = Object.keys(exports)
    .map((key) => ({ key, parts: key.split('*') }))
    .filter(({ parts: [before = '', after] }) => {
      const matches = after !== undefined && subpath.startsWith(before) && subpath.endsWith(after);
      return matches && subpath.length >= before.length + after.length;
    })
    .sort(({ parts: [one = ''] }, { parts: [other = ''] }) => other.length - one.length);
  const [pattern] = patterns;
  if (pattern === undefined) return undefined;
  const [before = '', after = ''] = pattern.parts;
  const rest = subpath.slice(before.length, subpath.length - after.length);
  return chosen(exports[pattern.key])?.replaceAll('*', () => rest);
}

/** The conditions of an `import` in Node. */
const conditions = ['node', 'import', 'node-addons', 'module-sync', 'default'];

/** The first that applies. */
function chosen(target: Json | undefined): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return target.map(chosen).find((each) => each !== undefined);
  if (!isJsonObject(target)) return undefined;
  return Object.entries(target)
    .filter(([condition]) => conditions.includes(condition))
    .map(([, inner]) => chosen(inner))
    .find((each) => each !== undefined);
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { JsonObject } from '../artifact/json.js';

/** An entry of package-lock.json's `packages`, as far as it is read here. */
interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly folder: string;
  readonly packages: Readonly<Record<string, LockEntry>>;
}

const locks = new Map<string, Lock | undefined>();

/**
 * The packages that code in `home` reaches from these names, through their dependencies (those of other platforms too, so that
 * the answer is the same everywhere): `name@version` → integrity. Where no lock file is found, the installed versions.
 */
export function lockedPackages(names: readonly string[], home: string): JsonObject {
  const lock = lockAbove(home);
  if (lock === undefined)
    return Object.fromEntries(names.map((name) => [`${name}@${installedVersion(name, home)}`, 'not locked']));
  const found = new Map<string, string>();
  const visited = new Set<string>();
  const visit = (name: string, from: string): void => {
    const at = resolveIn(lock, name, from);
    const entry = at === undefined ? undefined : lock.packages[at];
    if (at === undefined || entry === undefined || visited.has(at)) return;
    visited.add(at);
    found.set(`${name}@${entry.version ?? ''}`, entry.integrity ?? '');
    for (const dependency of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }))
      visit(dependency, at);
  };
  const start = relative(lock.folder, home).split(sep).join('/');
  for (const name of names) visit(name, start);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where Node would find a package from a place in the tree: the nearest node_modules upwards. */
function resolveIn(lock: Lock, name: string, from: string): string | undefined {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/')))) {
    const at = `${place === '' ? '' : `${place}/`}node_modules/${name}`;
    if (at in lock.packages) return at;
    if (place === '') return undefined;
  }
}

function lockAbove(folder: string): Lock | undefined {
  if (locks.has(folder)) return locks.get(folder);
  const file = join(folder, 'package-lock.json');
  const lock = existsSync(file)
    ? // npm's own file, version 3.
      {
        folder,
        packages: (JSON.parse(readFileSync(file, 'utf8')) as { packages: Lock['packages'] }).packages,
      }
    : dirname(folder) === folder
      ? undefined
      : lockAbove(dirname(folder));
  locks.set(folder, lock);
  return lock;
}

function installedVersion(name: string, home: string): string {
  const file = join(home, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return dirname(home) === home ? 'unknown' : installedVersion(name, dirname(home));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

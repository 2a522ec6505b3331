import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { BadInput } from '../stage/problem.js';

/** An entry of package-lock.json's `packages`, as far as it is read here. */
interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  /** Where it was got from; of a package from git, with its commit. */
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly folder: string;
  readonly packages: Readonly<Record<string, LockEntry>>;
}

const locks = new Map<string, Lock | undefined>();

/**
 * The packages that code in `home` reaches from these names, through their dependencies (those of other platforms too, so that
 * the answer is the same everywhere): `name@version` → integrity. Without a lock file, the installed versions. Throws BadInput
 * where the lock file does not say what will run.
 */
export function lockedPackages(names: readonly string[], home: string): Readonly<Record<string, string>> {
  const lock = lockAbove(home);
  if (lock === undefined)
    return Object.fromEntries(
      names.map((name) => [`${name}@${versionAt(installed(name, home)) ?? 'unknown'}`, 'not locked']),
    );
  const found = new Map<string, string>();
  const visited = new Set<string>();
  const visit = (name: string, from: string, wanted: boolean): void => {
    const at = resolveIn(lock, name, from);
    const entry = at === undefined ? undefined : lock.packages[at];
    if (at === undefined || entry === undefined) {
      if (wanted) throw unlocked(lock, name, 'is not in package-lock.json');
      return;
    }
    if (visited.has(at)) return;
    visited.add(at);
    checkInstalled(lock, name, at, entry);
    found.set(`${name}@${entry.version ?? ''}`, entry.integrity ?? entry.resolved ?? '');
    // A peer or an optional dependency may be left out; then there is none of it to run.
    for (const dependency of Object.keys(entry.dependencies ?? {})) visit(dependency, at, true);
    for (const dependency of Object.keys({ ...entry.optionalDependencies, ...entry.peerDependencies }))
      visit(dependency, at, false);
  };
  const start = relative(lock.folder, home).split(sep).join('/');
  for (const name of names) visit(name, start, true);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What lies in node_modules must be what the lock file names. */
function checkInstalled(lock: Lock, name: string, at: string, { version, link }: LockEntry): void {
  if (link === true) throw unlocked(lock, name, 'is a link to a folder, whose content no lock file knows');
  const there = versionAt(join(lock.folder, at));
  if (there !== undefined && there !== version)
    throw unlocked(lock, name, `is installed as ${there}, locked as ${version ?? 'nothing'}`);
}

function unlocked({ folder }: Lock, name: string, what: string): BadInput {
  return new BadInput({
    place: relative(process.cwd(), join(folder, 'package-lock.json')),
    rule: `the package ${name} ${what}.`,
    remedy: 'Run npm ci, or npm install.',
  });
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

/** The folder that Node would find a package in. */
function installed(name: string, home: string): string {
  const folder = join(home, 'node_modules', name);
  return existsSync(folder) || dirname(home) === home ? folder : installed(name, dirname(home));
}

function versionAt(folder: string): string | undefined {
  const file = join(folder, 'package.json');
  // Every package has a version.
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
    : undefined;
}

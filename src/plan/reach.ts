import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import nodePath, { basename, dirname, join, resolve } from 'node:path';
import { BadInput, type Problem } from '../stage/problem.js';

/**
 * What a pipeline may read: its project's folder and what a person allowed. Real paths are compared, so that no symbolic link leads
 * out. (A hard link cannot be told from the file.)
 */
export interface Reach {
  /** The real path that lies outside, or why it cannot be known; undefined where the path may be read. */
  readonly outside: (path: string) => Outside | undefined;
  /** The same and one path more. */
  readonly and: (path: string) => Reach;
  readonly project: string;
}

export interface Outside {
  /** `is outside the project's folder`, a clause after the name of what was asked for. */
  readonly clause: string;
  /** What would have to be allowed. */
  readonly real: string;
}

/** The reach of a project's pipelines; `allowed` are paths from where the person stands. Throws BadInput where one is not there. */
export function reachOf(project: string, allowed: readonly string[] = []): Reach {
  return reachWithin(project, [project, ...allowed.map(existing)]);
}

function reachWithin(project: string, roots: readonly string[]): Reach {
  const real = roots.map(realOf);
  const inSome = (folders: readonly string[], path: string) => folders.some((root) => isWithin(root, path));
  const outside = (path: string): Outside | undefined => {
    // What is outside by its name is not even looked at: a refusal tells nobody whether it is there.
    if (!inSome([...roots, ...real], path))
      return { clause: `is outside the project's folder, ${project}`, real: path };
    const found = followed(path);
    if ('fault' in found) return { clause: `cannot be followed (${found.fault})`, real: path };
    if (inSome(real, found.real)) return undefined;
    const clause = `leads by a symbolic link to ${found.real}, outside the project's folder, ${project}`;
    return { clause, real: found.real };
  };
  return { outside, project, and: (path) => reachWithin(project, [...roots, path]) };
}

/** What is wrong with reading `path`, which the pipeline calls `named` at `place`. */
export function refusal(reach: Reach, path: string, named: string, place: string): Problem | undefined {
  const outside = reach.outside(path);
  if (outside === undefined) return undefined;
  const { clause, real } = outside;
  return {
    place,
    rule: `${named} ${clause}.`,
    remedy: `If it may be read: --allow-path ${quotedPath(real)}`,
  };
}

/** Whether `path` is `root` or inside it, by name alone. */
export function isWithin(root: string, path: string, rules: typeof nodePath.posix = nodePath): boolean {
  const way = rules.relative(root, path);
  return way !== '..' && !way.startsWith(`..${rules.sep}`) && !rules.isAbsolute(way);
}

/** Paths in pipelines mean the same on every system; undefined where this one does. */
export function foreignForm(path: string): string | undefined {
  if (path.includes('\0')) return 'holds a NUL character';
  if (path.includes('\\')) return 'has a backslash; names of folders have / between them';
  return /^[A-Za-z]:/.test(path) ? 'begins with a drive letter' : undefined;
}

function existing(path: string): string {
  if (lstatSync(resolve(path), { throwIfNoEntry: false }) === undefined)
    throw new BadInput({ place: `--allow-path ${path}`, rule: 'there is no such file or folder.' });
  return resolve(path);
}

function followed(path: string): { readonly real: string } | { readonly fault: string } {
  try {
    return { real: realOf(path) };
  } catch (error) {
    // What the file system throws is an Error with a code: ELOOP, EACCES, ENAMETOOLONG.
    return { fault: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}

/** The real path of what is there; of what is not, where it would be. */
function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || dirname(path) === path) throw error;
    const here = join(realOf(dirname(path)), basename(path));
    return isLink(here) ? realOf(resolve(dirname(here), readlinkSync(here))) : here;
  }
}

/** Also one that leads to nothing. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function quotedPath(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

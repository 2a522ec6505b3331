import { join } from 'node:path';
import pLimit from 'p-limit';
import { isDigest, type Digest } from '../../artifact/digest.js';
import { ifPresent } from '../atomic.js';
import type { Files } from '../files.js';

/** What a store holds, by what it is: each is kept, or goes, as a whole. */
export type Kind =
  'tasks' | 'memos' | 'records' | 'chains' | 'objects' | 'logs' | 'runs' | 'quarantine' | 'tmp';

export interface Thing {
  readonly kind: Kind;
  /** A digest; for `runs` the pipeline's name, for `quarantine` and `tmp` the file's. */
  readonly name: string;
  readonly files: readonly FoundFile[];
  /** When it was last used, in milliseconds since 1970: the latest of its files' times. */
  readonly used: number;
  readonly bytes: number;
}

export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  readonly modified: number;
}

/** Where things of a kind are, and the ending of their names. `reports/`, and whatever else people put there, is not ours. */
const places: readonly (readonly [kind: Kind, folder: string, ending: string])[] = [
  ['tasks', 'pointers/tasks', ''],
  ['memos', 'pointers/memos', ''],
  ['records', 'records', '.json'],
  ['chains', 'chains', ''],
  ['objects', 'objects', ''],
  ['logs', 'logs', '.log'],
  ['runs', 'runs', '.json'],
  ['quarantine', 'quarantine', ''],
  ['tmp', 'tmp', ''],
];

/** The folders in which a store keeps what runs made: one of them, at least, is in every store. */
export const storeFolders: readonly string[] = [...new Set(places.map(([, folder]) => folder.split('/')[0] ?? ''))];

/** A disk has so many questions asked at a time. */
const askedAtOnce = 64;

export async function inventoryOf(root: string, files: Files): Promise<readonly Thing[]> {
  const limit = pLimit(askedAtOnce);
  const list = async (folder: string) => (await ifPresent(limit(() => files.list(folder)))) ?? [];

  async function found(path: string): Promise<FoundFile & { readonly isFolder: boolean } | undefined> {
    const status = await ifPresent(limit(() => files.stat(path)));
    return status && { path, ...status };
  }

  async function filesIn(folder: string): Promise<readonly FoundFile[]> {
    const inside = await Promise.all((await list(folder)).map((name) => found(join(folder, name))));
    return inside.filter((file) => file !== undefined && !file.isFolder);
  }

  async function thing(kind: Kind, name: string, path: string): Promise<readonly Thing[]> {
    const top = await found(path);
    if (top === undefined || top.isFolder !== (kind === 'chains')) return [];
    const parts = top.isFolder ? await filesIn(path) : [top];
    const used = Math.max(top.modified, ...parts.map(({ modified }) => modified));
    return [{ kind, name, files: parts, used, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) }];
  }

  /** Digests, of which the first two letters are a folder. */
  async function named(kind: Kind, folder: string, ending: string): Promise<readonly Thing[]> {
    const halves = (await list(folder)).filter((half) => half.length === 2);
    const things = halves.map(async (half) => {
      const names = (await list(join(folder, half))).filter((name) => name.endsWith(ending));
      const whole = names.map((name) => [name, half + name.slice(0, name.length - ending.length)] as const);
      const ours = whole.filter(([, digest]) => isDigest(digest));
      return Promise.all(ours.map(([name, digest]) => thing(kind, digest, join(folder, half, name))));
    });
    return (await Promise.all(things)).flat(2);
  }

  async function flat(kind: Kind, folder: string, ending: string): Promise<readonly Thing[]> {
    const names = (await list(folder)).filter((name) => name.endsWith(ending));
    const things = names.map((name) =>
      thing(kind, name.slice(0, name.length - ending.length), join(folder, name)),
    );
    return (await Promise.all(things)).flat();
  }

  const all = places.map(([kind, folder, ending]) =>
    (['runs', 'quarantine', 'tmp'].includes(kind) ? flat : named)(kind, join(root, folder), ending),
  );
  return (await Promise.all(all)).flat();
}

/** Things by what they are and their name. */
export function lookUp(things: readonly Thing[]): (kind: Kind, name: string | Digest) => Thing | undefined {
  const byName = new Map(things.map((thing) => [`${thing.kind}/${thing.name}`, thing]));
  return (kind, name) => byName.get(`${kind}/${name}`);
}

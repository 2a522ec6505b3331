import { join } from 'node:path';
import pLimit from 'p-limit';
import { isDigest } from '../../artifact/digest.js';
import { ifPresent, type Files } from '../files.js';
import { isOfTasks } from '../pointers.js';

/** What a store holds, by what it is: each is kept, or goes, as a whole. `tasks` and `memos` are pointers. */
export type Kind =
  'tasks' | 'memos' | 'records' | 'chains' | 'objects' | 'logs' | 'runs' | 'quarantine' | 'tmp';

export interface Thing {
  readonly kind: Kind;
  /** A digest; for `runs` the pipeline's name, for `quarantine` and `tmp` the file's. */
  readonly name: string;
  readonly files: readonly FoundFile[];
  /** What holds the files, where it is this thing's alone. */
  readonly folder?: FoundFile;
  /** When it was last used, in milliseconds since 1970: the latest of its files' times. */
  readonly used: number;
  readonly bytes: number;
}

export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  readonly modified: number;
}

type Place = readonly [kind: Kind, folder: string, ending: string];

/** Where things of a kind are, and the ending of their names. `reports/`, and whatever else people put there, is not ours. */
const places: readonly Place[] = [
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
export const storeFolders: readonly string[] = [
  ...new Set(places.map(([, folder]) => folder.split('/')[0] ?? '')),
];

/** A disk has so many questions asked at a time. */
const askedAtOnce = 64;

export async function inventoryOf(root: string, files: Files): Promise<readonly Thing[]> {
  const limit = pLimit(askedAtOnce);
  const list = async (folder: string) => (await ifPresent(limit(() => files.list(folder)))) ?? [];

  async function found(path: string): Promise<(FoundFile & { readonly isFolder: boolean }) | undefined> {
    const status = await ifPresent(limit(() => files.stat(path)));
    return status && { path, ...status };
  }

  async function filesIn(folder: string): Promise<readonly FoundFile[]> {
    const inside = await Promise.all((await list(folder)).map((name) => found(join(folder, name))));
    return inside.filter((file) => file !== undefined).filter(({ isFolder }) => !isFolder);
  }

  async function thing(kind: Kind, name: string, path: string): Promise<readonly Thing[]> {
    const top = await found(path);
    if (top?.isFolder !== (kind === 'chains')) return [];
    if (!top.isFolder) return [{ kind, name, files: [top], used: top.modified, bytes: top.bytes }];
    const parts = await filesIn(path);
    const used = Math.max(top.modified, ...parts.map(({ modified }) => modified));
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    return parts.length === 0 ? [] : [{ kind, name, files: parts, folder: top, used, bytes }];
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

  const pointers = (await list(join(root, 'pointers'))).filter(isOfTasks);
  const tasks = pointers.map((folder): Place => ['tasks', join('pointers', folder), '']);
  const all = [...places, ...tasks].map(([kind, folder, ending]) =>
    (['runs', 'quarantine', 'tmp'].includes(kind) ? flat : named)(kind, join(root, folder), ending),
  );
  return (await Promise.all(all)).flat();
}

/** Things by what they are and their name: several only where versions of samebits have a pointer each. */
export function lookUp(things: readonly Thing[]): (kind: Kind, name: string) => readonly Thing[] {
  const byName = new Map<string, Thing[]>();
  for (const thing of things) {
    const name = `${thing.kind}/${thing.name}`;
    byName.set(name, [...(byName.get(name) ?? []), thing]);
  }
  return (kind, name) => byName.get(`${kind}/${name}`) ?? [];
}

import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput, type Problem } from '../../src/stage/problem.js';

/** Files that operating systems leave in folders, and everything whose name begins with a dot. */
const hidden = /^(\..*|Thumbs\.db|desktop\.ini)$/i;
const image = /\.(jpe?g|png)$/i;

/** Class indices are bytes. */
const mostClasses = 256;

/**
 * The image files of a folder with one folder a class, as `class/file`, sorted by code units (never by a locale): classes
 * first, then the files of each. Throws BadInput that lists every class without images and every file that is none.
 */
export async function listPhotographs(
  folder: string,
  mayRead: (path: string) => void,
): Promise<readonly string[]> {
  const { folders, files } = await contentOf(folder, mayRead);
  const problems: Problem[] = [...strangers(folder, files), ...wrongNumber(folder, folders.length)];
  const names: string[] = [];
  for (const name of folders) {
    const content = await contentOf(join(folder, name), mayRead);
    const images = content.files.filter((file) => image.test(file));
    problems.push(...problemsOf(join(folder, name), images, content));
    names.push(...images.map((file) => `${name}/${file}`));
  }
  if (problems.length > 0) throw new BadInput(problems);
  return names;
}

/** The files of each class, in the order of `listPhotographs`. */
export function classesOf(names: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const classes = new Map<string, string[]>();
  for (const name of [...names].sort()) {
    const [folder = ''] = name.split('/');
    const files = classes.get(folder) ?? [];
    files.push(name);
    classes.set(folder, files);
  }
  return new Map([...classes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Content {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

async function contentOf(folder: string, mayRead: (path: string) => void): Promise<Content> {
  const entries = (await entriesIn(folder)).filter(({ name }) => !hidden.test(name));
  const [folders, files]: [string[], string[]] = [[], []];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) mayRead(path);
    const isFolder = entry.isSymbolicLink() ? (await stat(path)).isDirectory() : entry.isDirectory();
    (isFolder ? folders : files).push(entry.name);
  }
  return { folders: folders.sort(), files: files.sort() };
}

async function entriesIn(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    // What the file system throws is an Error with a code.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    throw new BadInput({ place: folder, rule: 'there is no such folder.', remedy: expected });
  }
}

const expected = 'The folder must hold one folder of .jpg, .jpeg or .png files for each class.';

function wrongNumber(place: string, classes: number): readonly Problem[] {
  if (classes >= 2 && classes <= mostClasses) return [];
  const found = classes === 1 ? '1 class folder' : `${classes === 0 ? 'no' : classes} class folders`;
  return [{ place, rule: `it has ${found}; 2 to ${mostClasses} are needed.`, remedy: expected }];
}

function problemsOf(
  place: string,
  images: readonly string[],
  { folders, files }: Content,
): readonly Problem[] {
  const others = [...folders, ...files.filter((file) => !image.test(file))];
  const empty = { place, rule: 'this class folder has no images.', remedy: 'Fill it or remove it.' };
  return [...(images.length === 0 ? [empty] : []), ...strangers(place, others)];
}

/** Files and folders that are not what belongs there. */
function strangers(place: string, names: readonly string[]): readonly Problem[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  const [does, it] = names.length === 1 ? ['does', 'it'] : ['do', 'them'];
  return [{ place, rule: `${shown} ${does} not belong here.`, remedy: `Take ${it} out. ${expected}` }];
}

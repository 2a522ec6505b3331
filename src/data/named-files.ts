import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactOf, type Input } from '../stage/contract.js';

/** A file of a published data set: from a folder, or fetched. */
export interface NamedFile {
  /** What a person knows it by. */
  readonly place: string;
  /** In bytes. */
  size(): Promise<number>;
  bytes(): Promise<Buffer>;
}

/** The files that a data stage was given, by their names: those that its `list` found in the folder, or in its place fetched ones. */
export function namedFiles(
  files: ReadonlyMap<string, string>,
  directory: string,
  fetched: readonly Input[] | undefined,
): ReadonlyMap<string, NamedFile> {
  return fetched === undefined
    ? new Map([...files].map(([name, path]) => [name, inFolder(join(directory, name), path)]))
    : new Map(fetched.map(fetchedFile));
}

function inFolder(place: string, path: string): NamedFile {
  return { place, size: async () => (await stat(path)).size, bytes: () => readFile(path) };
}

function fetchedFile(input: Input): readonly [string, NamedFile] {
  const artifact = artifactOf(input, 'file');
  const { name, bytes } = artifact.description;
  const place = typeof name === 'string' ? name : '';
  return [place, { place, size: () => Promise.resolve(Number(bytes)), bytes: () => artifact.bytes() }];
}

/** What lies in a folder; nothing where there is no such folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // What the file system throws is an Error with a code.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

import type { Files } from '../../../src/store/files.js';

/** Every file below a folder, in the order of their names. */
export async function filesBelow(files: Files, folder: string): Promise<readonly string[]> {
  const names = await files.list(folder).catch(() => []);
  const found = await Promise.all(
    [...names].sort().map(async (name) => {
      const path = `${folder}/${name}`;
      return (await files.stat(path)).isFolder ? filesBelow(files, path) : [path];
    }),
  );
  return found.flat();
}

/** Loses a file, or gives it other bytes, or fewer. */
export async function damage(files: Files, file: string, how: 'lost' | 'wrong' | 'short'): Promise<void> {
  const bytes = await files.read(file);
  await files.remove(file);
  if (how === 'lost') return;
  const changed = Buffer.from(bytes);
  if (changed.length > 0) changed[0] = (changed[0] ?? 0) ^ 1;
  const created = await files.create(file);
  await created.write(how === 'wrong' ? changed : bytes.subarray(0, Math.floor(bytes.length / 2)));
  await created.close();
}

/** All names and bytes below a folder, to be compared. */
export async function contentOf(files: Files, folder: string): Promise<readonly string[]> {
  const paths = await filesBelow(files, folder);
  return Promise.all(paths.map(async (path) => `${path} ${(await files.read(path)).toString('base64')}`));
}

import { randomUUID } from 'node:crypto';
import { readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { counted } from '../../artifact/numbers.js';
import { ifPresent } from '../../store/files.js';
import { bytes } from '../text.js';
import type { Finding } from './finding.js';

/** A network of the paper's size is 20 MB, and its training keeps up to some twenty states. */
const leastFree = 500e6;

/** Where a project's artifacts are, how large that is, and whether more can be written. */
export async function storeFinding(root: string): Promise<Finding> {
  const subject = 'store';
  try {
    const place = await nearestFolder(root);
    await tryWriting(place);
    const free = await freeBytes(place);
    const says = `${root}   ${place === root ? await sizeText(root) : 'nothing in it yet'}; ${bytes(free)} free`;
    if (free >= leastFree) return { subject, state: 'works', says };
    return { subject, state: 'broken', says, remedy: 'Make room on this disk.' };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const remedy = 'Let this user write there, or keep the pipelines in another folder.';
    return { subject, state: 'broken', says: `${root}   cannot be written: ${why}`, remedy };
  }
}

/** The folder itself, or the one above in which the first run would make it. */
async function nearestFolder(folder: string): Promise<string> {
  const found = await ifPresent(stat(folder));
  if (found?.isDirectory() === true) return folder;
  if (found !== undefined) throw new Error('it is a file, not a folder');
  return nearestFolder(dirname(folder));
}

async function tryWriting(folder: string): Promise<void> {
  const file = join(folder, `.samebits-doctor-${randomUUID()}`);
  await writeFile(file, 'x');
  await rm(file);
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function sizeText(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  let size = 0;
  // A run that goes on may take files away meanwhile.
  for (const { parentPath, name } of files)
    size += (await ifPresent(stat(join(parentPath, name))))?.size ?? 0;
  return `${bytes(size)} in ${counted(files.length, 'file')}`;
}

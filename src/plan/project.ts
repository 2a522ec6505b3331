import { dirname, resolve } from 'node:path';

/** The project's folder: the nearest one above the pipeline file that holds its pipelines/ folder, or the file's own. */
export function projectOf(file: string): string {
  const folder = dirname(resolve(file));
  const at = folder.split(/[\\/]/).lastIndexOf('pipelines');
  return at === -1
    ? folder
    : resolve(folder, ...Array.from({ length: folder.split(/[\\/]/).length - at }, () => '..'));
}

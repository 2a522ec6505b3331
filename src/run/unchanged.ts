import { codeOf } from '../plan/code.js';
import { digestOfFile } from '../artifact/file-digest.js';
import type { TaskSpec } from './messages.js';

/**
 * A record names the code and the source files that its key names; a build, or a download, in the middle of a run would make it
 * name others than were used.
 */
export function assertCode({ modules, code }: TaskSpec): void {
  if (codeOf(modules).digest !== code)
    throw new Error('the code of this stage changed while the run was going on. Run again.');
}

export async function assertFiles({ files }: TaskSpec): Promise<void> {
  for (const { path, digest } of files)
    if ((await digestOfFile(path)) !== digest)
      throw new Error(`${path} changed while the run was going on. Run again.`);
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const samebitsMain = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a person does, in a process of its own. */
export function samebits(folder: string, ...args: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(process.execPath, [samebitsMain, ...args], { cwd: folder }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

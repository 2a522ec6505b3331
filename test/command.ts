import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const samebitsMain = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** How a command is run otherwise than by who runs the tests, from where they run. */
export interface Way {
  /** Another checkout's command. */
  readonly main?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: number;
  readonly umask?: string;
}

/** Runs the command as a person does, in a process of its own. */
export function samebits(folder: string, ...args: readonly string[]): Promise<Said> {
  return samebitsBy({}, folder, ...args);
}

export function samebitsBy(way: Way, folder: string, ...args: readonly string[]): Promise<Said> {
  const command = [process.execPath, way.main ?? samebitsMain, ...args];
  const masked = way.umask === undefined ? [] : ['/bin/sh', '-c', `umask ${way.umask}; exec "$0" "$@"`];
  const [file = '', ...rest] = [...masked, ...command];
  const options = {
    cwd: folder,
    env: { ...process.env, ...way.env },
    ...(way.user === undefined ? {} : { uid: way.user, gid: way.user }),
  };
  return new Promise((resolve) => {
    execFile(file, rest, options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

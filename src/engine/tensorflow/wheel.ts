import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { digestOfFile } from '../../artifact/file-digest.js';
import { BadInput } from '../../stage/problem.js';

/** TensorFlow's own build for Linux on x86-64, as PyPI has it: the libraries and the headers that tfjs-node is linked with. */
const wheel = {
  name: 'tensorflow-cpu',
  version: '2.15.1',
  file: 'tensorflow_cpu-2.15.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
  sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
};

export const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

/** The file of the wheel: from the cache, or downloaded by pip from the index that pip is set up with, and then kept. */
export async function wheelFile(python: string): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'samebits');
  const file = join(cache, wheel.file);
  if (existsSync(file) && (await digestOfFile(file)) === wheel.sha256) return file;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'download-'));
  try {
    download(python, folder);
    const found = await digestOfFile(join(folder, wheel.file));
    if (found !== wheel.sha256)
      throw new BadInput({
        place: wheel.file,
        rule: `has SHA-256 ${found}, not ${wheel.sha256}.`,
        remedy: 'The index that pip downloads from has another file of this name: do not use it.',
      });
    renameSync(join(folder, wheel.file), file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return file;
}

/** Any Python can download: the wheel is of Python 3.11, but only its libraries are used. */
function download(python: string, folder: string): void {
  console.log(`downloading ${wheel.name} ${wheel.version} with pip (207 MB, kept in the cache) …`);
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const target = [
    '--python-version',
    '3.11',
    '--platform',
    'manylinux_2_17_x86_64',
    '--only-binary',
    ':all:',
  ];
  const options = ['--no-deps', '--disable-pip-version-check', '--quiet', '--dest', folder];
  const pip = ['-m', 'pip', 'download', ...options, ...target, '-r', requirements];
  if (spawnSync(python, pip, { stdio: 'inherit' }).status === 0) return;
  throw new BadInput({
    place: 'pip download',
    rule: `could not fetch ${wheel.name} ${wheel.version}; what it said is above.`,
    remedy: 'Check that pip reaches a package index (pip config list), then run this again.',
  });
}

const extraction = `
import sys, zipfile
wheel, folder, *parts = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(folder, [name for name in archive.namelist() if name.startswith(tuple(parts))])
`;

/** Unpacks the libraries and the headers into a folder, under `tensorflow/` and `tensorflow/include/`. */
export function unpack(python: string, file: string, folder: string): void {
  const headers = ['tensorflow/c/', 'tensorflow/tsl/', 'tensorflow/core/platform/', 'tsl/'];
  const parts = [
    ...libraries.map((name) => `tensorflow/${name}`),
    ...headers.map((name) => `tensorflow/include/${name}`),
  ];
  const { status, stderr } = spawnSync(python, ['-c', extraction, file, folder, ...parts], {
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new BadInput({
      place: file,
      rule: `could not be unpacked: ${stderr.trim().split('\n').at(-1) ?? ''}`,
      remedy: 'Unpacked it takes 620 MB: is the disk full?',
    });
}

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where the peers that are Python packages lie, apart from everything else, and in which versions. */

const torchVersion = '2.13.0';
const ninjaVersion = '1.13.2';

/** PyTorch without CUDA; on Linux that is a build of its own, which only PyTorch's index has. */
export const requirements = [
  process.platform === 'linux' ? `torch==${torchVersion}+cpu` : `torch==${torchVersion}`,
  // RepDL's own C++ is compiled by PyTorch with it.
  `ninja==${ninjaVersion}`,
];
export const torchIndex = 'https://download.pytorch.org/whl/cpu';

export const python = process.platform === 'win32' ? 'python' : 'python3';

export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'samebits');

/** The folder of the Python packages, which PYTHONPATH names. */
export const pythonPackages = join(cache, `torch-${torchVersion}-cpu`);

export function pythonPeersInstalled(): boolean {
  return existsSync(join(pythonPackages, 'torch'));
}

export function pythonEnvironment(): Readonly<Record<string, string>> {
  const path = [join(pythonPackages, 'bin'), process.env.PATH].join(delimiter);
  return { PYTHONPATH: pythonPackages, PATH: path };
}

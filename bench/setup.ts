import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache, python, pythonPackages, pythonPeersInstalled, requirements, torchIndex } from './peers.js';

/**
 * The program behind `npm run bench:setup`: installs what the benchmarks compare with. Nothing of it touches the project or the
 * machine's Python; what is there already is left alone. A peer that cannot be had is said, and no error.
 */

/** Into a folder that gets its name when it is whole. */
function installPythonPeers(): boolean {
  if (pythonPeersInstalled()) return true;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'install-'));
  const target = join(work, 'packages');
  const { status } = spawnSync(
    python,
    [
      ...['-m', 'pip', 'install', '--disable-pip-version-check', '--timeout', '20', '--retries', '1'],
      ...['--target', target, '--extra-index-url', torchIndex, ...requirements],
    ],
    { stdio: 'inherit' },
  );
  if (status === 0) renameSync(target, pythonPackages);
  rmSync(work, { recursive: true, force: true });
  return status === 0;
}

function setUpTensorflow(): boolean {
  const cwd = fileURLToPath(new URL('../../', import.meta.url));
  return spawnSync('npm', ['run', '--silent', 'setup:tensorflow'], { cwd, stdio: 'inherit' }).status === 0;
}

const pytorch = installPythonPeers();
console.log(
  pytorch ? `PyTorch: ${pythonPackages}` : `PyTorch is left out: ${python} with pip could not install it.`,
);
if (!setUpTensorflow()) console.log('TensorFlow is left out; the reason is above.');

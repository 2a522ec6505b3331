import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outsideCode } from '../../stage/outside.js';

/** The package that gives TensorFlow to Node: optional, since its own installation downloads from a host that not everyone reaches. */
export const tensorflowPackage = '@tensorflow/tfjs-node';

/** Where the package lies, or undefined where it does not; that it is there does not say that it can be loaded. */
export function packageFolder(): string | undefined {
  try {
    const file = fileURLToPath(import.meta.resolve(outsideCode(`${tensorflowPackage}/package.json`)));
    return existsSync(file) ? dirname(file) : undefined;
  } catch {
    return undefined;
  }
}

export function packageVersion(folder: string): string {
  // Every package has a version.
  return (JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { readonly version: string }).version;
}

/**
 * Loads the package. Rejects where it, or its library, is absent. Only one thread of a process can. It is in no stage's
 * code digest: a portable training is not run again for another TensorFlow. The fingerprint has it.
 */
export async function loadPackage(): Promise<unknown> {
  return ((await import(outsideCode(tensorflowPackage))) as { readonly default: unknown }).default;
}

/** Whether TensorFlow multiplies matrices here: tried in a process of its own, which a broken library may end. */
export function tensorflowWorks(): boolean {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' };
  const attempt = fileURLToPath(new URL('./attempt.js', import.meta.url));
  return spawnSync(process.execPath, [attempt], { env, stdio: 'ignore' }).status === 0;
}

import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { digestOfFile } from '../../artifact/file-digest.js';
import type { JsonObject } from '../../artifact/json.js';
import { ownThreads } from './environment.js';
import { installedPackage, notInstalled } from './installed.js';
import { packageVersion, tensorflowPackage } from './package.js';

/**
 * What the bits of TensorFlow's results depend on besides the program: its build, the threads that share a sum, the variables by
 * which it is told which instructions to use, and the processor. Throws BadInput where TensorFlow is not installed.
 */
export async function tensorflowFingerprint(): Promise<JsonObject> {
  const folder = installedPackage();
  const { platform, arch } = process;
  return {
    package: packageVersion(folder),
    build: await buildOf(folder),
    threads: { ...ownThreads() },
    variables: variables(process.env),
    processor: { platform, arch, model: cpus()[0]?.model ?? 'unknown', instructions: instructions() },
  };
}

const builds = new Map<string, Promise<JsonObject>>();

/** The digest of every library that the package loads. They are 600 MB: half a second, once in a process. */
function buildOf(folder: string): Promise<JsonObject> {
  const build = builds.get(folder) ?? digestsIn(folder);
  builds.set(folder, build);
  return build;
}

async function digestsIn(folder: string): Promise<JsonObject> {
  const parts = ['deps/lib', 'lib/napi-v8'].map((part) => filesIn(join(folder, part)));
  if (parts.some((files) => files.length === 0))
    throw notInstalled(`${tensorflowPackage} is installed without its library`);
  const digests = parts.flat().map(async ([name, path]) => [name, await digestOfFile(path)] as const);
  return Object.fromEntries(await Promise.all(digests));
}

function filesIn(folder: string): readonly (readonly [name: string, path: string])[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => [name, join(folder, name)]);
  } catch {
    return [];
  }
}

/** What TensorFlow and oneDNN read, such as TF_ENABLE_ONEDNN_OPTS; the threads are told apart from these. */
export function variables(environment: NodeJS.ProcessEnv): JsonObject {
  const read = Object.entries(environment).filter(([name]) =>
    /^(TF_(ENABLE|DISABLE|DETERMINISTIC|XLA)|ONEDNN|DNNL|OMP|XLA)_/.test(name),
  );
  return Object.fromEntries(read.map(([name, value = '']) => [name, value]));
}

/** The vector instructions, which a virtual machine may hide though the model has them; empty where the system does not say. */
function instructions(): string {
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
    const vector = flags.split(' ').filter((flag) => /^(sse|ssse|avx|fma|f16c|amx)/.test(flag));
    return vector.sort().join(' ');
  } catch {
    return '';
  }
}

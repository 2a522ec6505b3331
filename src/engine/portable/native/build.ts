import { execFile } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { flags, folder, nativeName, objects, sources, variantsHere } from './variants.js';

/** Compiles the kernels for this machine. Without a compiler, or a folder to write to, WebAssembly serves: it is no error. */

const run = promisify(execFile);

/**
 * Compiles what is not there yet, and does not try again what failed before. `begins` is told once there is something to do and a
 * compiler for it. Says what was made, or why nothing was; undefined where there was nothing to do.
 */
export async function ensureNative(begins: () => void): Promise<string | undefined> {
  const name = nativeName();
  if (existsSync(`${name}.node`) || existsSync(`${name}.failed`)) return undefined;
  return buildNative(begins);
}

/** Compiles. Says what was made, or why nothing was. */
export async function buildNative(begins: () => void = () => undefined): Promise<string> {
  const name = nativeName();
  if (variantsHere().length === 0) return `no native kernels for ${process.platform} ${process.arch}`;
  const compiler = compilerCommand();
  try {
    const version = await compilerVersion();
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    begins();
    await compileTo(`${name}.node`, compiler);
    await writeFile(`${name}.txt`, version);
    await rm(`${name}.failed`, { force: true });
    return `native kernels by ${version}`;
  } catch (error) {
    return await failed(name, compiler, error);
  }
}

export function compilerCommand(): string {
  return process.env.CC ?? 'cc';
}

/** What the compiler says it is. Rejects where there is none. */
export async function compilerVersion(): Promise<string> {
  const { stdout } = await run(compilerCommand(), ['--version']);
  return stdout.split('\n')[0] ?? '';
}

/** A compiler that is not there is looked for every time; what it could not compile is remembered. */
async function failed(name: string, compiler: string, error: unknown): Promise<string> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return `no native kernels: there is no C compiler \`${compiler}\``;
  const reason = error instanceof Error ? error.message : String(error);
  await writeFile(`${name}.failed`, reason).catch(() => undefined);
  return `no native kernels: ${reason.split('\n')[0] ?? ''}`;
}

/** All builds in one file, which is there whole or not at all. */
async function compileTo(file: string, compiler: string): Promise<void> {
  const work = await mkdtemp(join(folder, 'compiling-'));
  try {
    const made = await compiledIn(work, compiler);
    const linked = join(work, 'kernels.node');
    await run(compiler, [...linkFlags(), ...made, '-o', linked]);
    await rename(linked, file);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function compiledIn(work: string, compiler: string): Promise<readonly string[]> {
  const limit = pLimit(availableParallelism());
  const compile = (source: string, options: readonly string[], to: string) =>
    limit(async () => {
      await run(compiler, [...options, '-c', join(sources, source), '-o', join(work, to)]);
      return join(work, to);
    });
  // A compiler that does not know a variant leaves it out; the binding lists what is there.
  const [binding, ...kernels] = await Promise.allSettled([
    compile('native/binding.c', [...flags, `-I${headers()}`], 'binding.o'),
    ...objects().map(({ name, flags }) => compile('kernels.c', flags, `${name}.o`)),
  ]);
  const made = kernels.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (binding.status === 'rejected') throw binding.reason;
  const [first] = kernels;
  if (made.length === 0 && first?.status === 'rejected') throw first.reason;
  return [binding.value, ...made];
}

/** Node's own symbols are found when the file is loaded. */
function linkFlags(): readonly string[] {
  return process.platform === 'darwin'
    ? ['-bundle', '-undefined', 'dynamic_lookup']
    : ['-shared', '-pthread'];
}

function headers(): string {
  return join(dirname(fileURLToPath(import.meta.resolve('node-api-headers'))), 'include');
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { flags, folder, nativeName, objects, sources, variantsHere } from './variants.js';

/** Compiles the kernels for this machine. Without a compiler, or a folder to write to, WebAssembly serves: it is no error. */

const run = promisify(execFile);

/** Compiles what is not there yet, and does not try again what failed before. */
export async function ensureNative(): Promise<void> {
  const name = nativeName();
  if (!existsSync(`${name}.node`) && !existsSync(`${name}.failed`)) await buildNative();
}

/** Compiles. Says what was made, or why nothing was. */
export async function buildNative(): Promise<string> {
  const name = nativeName();
  if (variantsHere().length === 0) return `no native kernels for ${process.platform} ${process.arch}`;
  const compiler = process.env.CC ?? 'cc';
  try {
    await mkdir(folder, { recursive: true });
    await compileTo(`${name}.node`, compiler);
    const { stdout } = await run(compiler, ['--version']);
    await writeFile(`${name}.txt`, stdout);
    await rm(`${name}.failed`, { force: true });
    return `native kernels by ${stdout.split('\n')[0] ?? compiler}`;
  } catch (error) {
    return await failed(name, compiler, error);
  }
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
  const binding = compile('native/binding.c', [...flags, `-I${headers()}`], 'binding.o');
  // A compiler that does not know a variant leaves it out; the binding lists what is there.
  const kernels = await Promise.allSettled(
    objects().map(({ name, flags }) => compile('kernels.c', flags, `${name}.o`)),
  );
  const made = kernels.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const [first] = kernels;
  if (made.length === 0 && first?.status === 'rejected') {
    await binding.catch(() => undefined);
    throw first.reason;
  }
  return [await binding, ...made];
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

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { numberIn, openChild, type Child } from './child.js';
import type { Measured } from './rounds.js';

/** What this machine can do at most: C programs compiled for it when they are wanted, and the WebAssembly that runs anywhere. */

const here = fileURLToPath(new URL('../../bench/', import.meta.url));
const compiler = process.env.CC ?? 'cc';

/** Vectors that compilers have flags for, widest first. */
const vectors =
  process.arch === 'x64'
    ? [
        { bits: 512, flags: ['-mavx512f'] },
        { bits: 256, flags: ['-mavx2', '-mfma'] },
        { bits: 128, flags: ['-mavx2', '-mfma'] },
      ]
    : [{ bits: 128, flags: [] }];

const roundings = [
  { name: 'fma', contract: 'fast' },
  { name: 'multiply, add', contract: 'off' },
] as const;
export type Rounding = (typeof roundings)[number]['name'];

export interface ArithmeticLimit {
  readonly bits: number;
  readonly rounding: Rounding;
  readonly program: Child;
}

export interface Limits {
  /** Widest first; none where there is no C compiler. */
  readonly arithmetic: readonly ArithmeticLimit[];
  readonly memory: Child | undefined;
  close(): void;
}

/** The first line of `cc --version`, or undefined where there is no compiler. */
export async function compilerVersion(): Promise<string | undefined> {
  const found = await succeeded(promisify(execFile)(compiler, ['--version']));
  return found?.stdout.split('\n')[0];
}

export async function openLimits(folder: string): Promise<Limits> {
  const arithmetic: ArithmeticLimit[] = [];
  for (const { bits, flags } of vectors)
    for (const { name, contract } of roundings) {
      const options = [...flags, `-DBYTES=${bits / 8}`, `-ffp-contract=${contract}`];
      const program = await compiled('arithmetic', options, join(folder, `${bits}-${contract}`));
      if (program !== undefined) arithmetic.push({ bits, rounding: name, program });
    }
  const memory = await compiled('memory', ['-march=native'], join(folder, 'memory'));
  const programs = [...arithmetic.map(({ program }) => program), ...(memory === undefined ? [] : [memory])];
  return {
    ...{ arithmetic, memory },
    close: () => {
      for (const program of programs) program.close();
    },
  };
}

/** The program, started; undefined where it cannot be compiled or the processor lacks what it needs. */
async function compiled(
  source: string,
  options: readonly string[],
  output: string,
): Promise<Child | undefined> {
  const args = ['-O3', '-pthread', ...options, join(here, 'limits', `${source}.c`), '-o', output];
  const built = await succeeded(promisify(execFile)(compiler, args));
  return built === undefined ? undefined : await succeeded(openChild(output, []));
}

async function succeeded<Value>(work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}

/** GFLOP/s. */
export function arithmeticRound({ program }: ArithmeticLimit, threads: number): Measured {
  return { round: async () => numberIn(await program.ask(String(threads)), 'gflops') };
}

/** GB/s, read and written together. */
export function memoryRound(memory: Child, what: string, megabytes: number, threads: number): Measured {
  return {
    round: async () => numberIn(await memory.ask(`${what} ${megabytes} ${threads}`), 'gigabytes'),
  };
}

// Node's own types leave WebAssembly to the browser's; these are the parts used here.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array): Promise<{ readonly instance: { readonly exports: unknown } }>;
};

/** GFLOP/s of one thread: 128-bit multiply, then add, which is all that WebAssembly has. */
export async function wasmLimit(): Promise<Measured> {
  const { instance } = await WebAssembly.instantiate(readFileSync(join(here, 'multiplyAdd.wasm')));
  // The file is built from multiplyAdd.c, whose exports these are.
  const { multiplyAdd, operations } = instance.exports as {
    multiplyAdd: (rounds: number, factor: number, term: number) => number;
    operations: () => number;
  };
  const loops = 1e6;
  // Code is compiled well only after it has run for a while.
  for (let warming = 0; warming < 5; warming++) multiplyAdd(loops, 0.5, 0.5);
  return {
    round: () => {
      const start = performance.now();
      multiplyAdd(loops, 0.5, 0.5);
      return (operations() * loops) / (performance.now() - start) / 1e6;
    },
  };
}

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { EngineChoice } from '../src/engine/choice.js';
import type { Arithmetic } from '../src/engine/portable/kernels.js';
import { serving } from '../src/engine/portable/builds.js';
import { tensorflowWorks } from '../src/engine/tensorflow/package.js';
import { openChild, type Child } from './child.js';
import type { Rounding } from './limits.js';
import { python, pythonEnvironment, pythonPeersInstalled } from './peers.js';

/** Who takes part in the comparison of engines: ours in processes of their own, and peers. */
export interface Contender {
  readonly name: string;
  /** The limit that its arithmetic has on this machine. */
  readonly limit: Rounding | 'wasm';
  /** Starts it with that many threads, on the numbers of a file. */
  readonly open: (numbers: string, threads: number) => Promise<Child>;
  /** Why it does not take part here, and what would change that. */
  readonly absent?: string;
}

/** Numbers of threads that are compared; columns call them ×1 and ×2. */
export const threadCounts: readonly number[] = availableParallelism() > 1 ? [1, 2] : [1];

/** Every column for every number of threads. */
export function perThreads(columns: readonly string[]): readonly string[] {
  return threadCounts.flatMap((threads) => columns.map((column) => `${column} ×${threads}`));
}

const portable = { engine: 'portable', arithmetic: 'portable' } as const;

const notNative = { absent: 'npm run build makes native kernels where there is a C compiler (cc)' };

/** Ours, on the kernels of this repository: what the other benchmarks use too. The fastest first. */
export const portableEngines: readonly Contender[] = [
  native('fma'),
  native('portable'),
  engine('samebits portable, WebAssembly', 'wasm', portable, { SAMEBITS_KERNELS: 'wasm' }),
];

function native(arithmetic: Arithmetic): Contender {
  const { name, inSoftware } = serving(arithmetic);
  const limit = arithmetic === 'fma' ? 'fma' : 'multiply, add';
  const isNative = name !== 'wasm' && !inSoftware;
  return {
    ...engine(`samebits ${arithmetic}, native${isNative ? ` ${name}` : ''}`, limit, {
      ...portable,
      arithmetic,
    }),
    ...(isNative ? {} : notNative),
  };
}

/** The arithmetic that is fastest here. */
export const fastest: EngineChoice = {
  ...portable,
  arithmetic: portableEngines[0]?.absent === undefined ? 'fma' : 'portable',
};

const setUp = 'npm run bench:setup';
const tensorflowAbsent = tensorflowWorks() ? {} : { absent: setUp };
const pytorchAbsent = pythonPeersInstalled() ? {} : { absent: setUp };
const repdlAbsent =
  process.env.REPDL === undefined
    ? {
        absent: 'it is on no package index: name the folder of its sources, REPDL=…, and npm run bench:setup',
      }
    : pytorchAbsent;

export const byHand = pythonPeer('PyTorch, gradients by hand', 'pytorch-by-hand.py', pytorchAbsent);
export const tfjsByHand = tfjsPeer('tfjs-node, gradients by hand', 'by-hand');

export const contenders: readonly Contender[] = [
  ...portableEngines,
  byHand,
  pythonPeer('PyTorch, nn.Sequential and SGD', 'pytorch.py', pytorchAbsent),
  { ...engine('samebits tensorflow', 'fma', { ...portable, engine: 'tensorflow' }), ...tensorflowAbsent },
  tfjsByHand,
  tfjsPeer('tfjs-node, optimizer.minimize', 'minimize'),
  pythonPeer('RepDL, nn.Sequential and SGD', 'repdl.py', repdlAbsent),
];

function engine(
  name: string,
  limit: Contender['limit'],
  { engine, arithmetic }: EngineChoice,
  env: Readonly<Record<string, string>> = {},
): Contender {
  const program = fileURLToPath(new URL('./engine-process.js', import.meta.url));
  return {
    ...{ name, limit },
    open: (numbers, threads) =>
      openChild(process.execPath, [program, numbers, engine, arithmetic, String(threads)], {
        ...tensorflowThreads(threads),
        ...env,
      }),
  };
}

function pythonPeer(name: string, file: string, absent: Pick<Contender, 'absent'>): Contender {
  return {
    ...{ name, limit: 'fma', ...absent },
    open: (numbers, threads) =>
      openChild(python, [peer(file), numbers, String(threads)], pythonEnvironment()),
  };
}

function tfjsPeer(name: string, way: string): Contender {
  return {
    ...{ name, limit: 'fma', ...tensorflowAbsent },
    open: (numbers, threads) =>
      openChild(process.execPath, [peer('tfjs-node.js'), numbers, way], tensorflowThreads(threads)),
  };
}

/** TensorFlow takes its number of threads from its environment. */
function tensorflowThreads(threads: number): Readonly<Record<string, string>> {
  const count = String(threads);
  return {
    TF_NUM_INTRAOP_THREADS: count,
    OMP_NUM_THREADS: count,
    TF_NUM_INTEROP_THREADS: '1',
    TF_CPP_MIN_LOG_LEVEL: '2',
  };
}

function peer(file: string): string {
  return fileURLToPath(new URL(`../../bench/peers/${file}`, import.meta.url));
}

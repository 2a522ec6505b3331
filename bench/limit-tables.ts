import { perThreads, threadCounts } from './contenders.js';
import { arithmeticRound, memoryRound, type Limits, type Rounding } from './limits.js';
import type { Measured } from './rounds.js';
import { summaryOfRates } from './samples.js';
import type { Row, Table } from './table.js';

type Values = Readonly<Record<string, readonly number[]>>;

/** The network's weights, which the last cache may hold, and more than any cache holds. */
const sizes = [20, 256] as const;
const traffics = ['read', 'fill', 'copy'] as const;

function arithmeticName(bits: number, rounding: Rounding, threads: number): string {
  return `${rounding} ${bits} bits, ${threads}`;
}

function memoryName(what: string, megabytes: number, threads: number): string {
  return `${what} ${megabytes} MB, ${threads}`;
}

export function limitRounds(
  { arithmetic, memory }: Limits,
  wasm: Measured,
): Readonly<Record<string, Measured>> {
  const rounds: Record<string, Measured> = { wasm };
  for (const threads of threadCounts) {
    for (const limit of arithmetic)
      rounds[arithmeticName(limit.bits, limit.rounding, threads)] = arithmeticRound(limit, threads);
    if (memory !== undefined)
      for (const megabytes of sizes)
        for (const what of traffics)
          rounds[memoryName(what, megabytes, threads)] = memoryRound(memory, what, megabytes, threads);
  }
  return rounds;
}

/** GFLOP/s: of the widest vectors; WebAssembly's is that of one thread, as often as there are threads. NaN where unknown. */
export function limitOf(limit: Rounding | 'wasm', threads: number, values: Values): number {
  if (limit === 'wasm') return threads * summaryOfRates(values.wasm ?? []).best;
  const found = Object.keys(values).filter((name) => name.startsWith(limit) && name.endsWith(`, ${threads}`));
  const rates = found.map((name) => summaryOfRates(values[name] ?? []).best);
  return rates.length === 0 ? NaN : Math.max(...rates);
}

export function limitTables(limits: Limits, values: Values): readonly Table[] {
  const columns = perThreads(['best', 'median']);
  const cells = (nameWith: (threads: number) => string) =>
    threadCounts.flatMap((threads) => {
      const { best, median } = summaryOfRates(values[nameWith(threads)] ?? []);
      return [best, median];
    });
  const arithmetic: Row[] = limits.arithmetic.map(({ bits, rounding }) => ({
    what: `${bits} bits, ${rounding}`,
    values: cells((threads) => arithmeticName(bits, rounding, threads)),
  }));
  const wasm = summaryOfRates(values.wasm ?? []);
  const inWasm: Row = { what: '128 bits, multiply, add, in WebAssembly', values: [wasm.best, wasm.median] };
  const memory: Row[] = sizes.flatMap((megabytes) =>
    traffics.map((what) => ({
      what: `${what} ${megabytes} MB`,
      values: cells((threads) => memoryName(what, megabytes, threads)),
    })),
  );
  const none =
    limits.arithmetic.length === 0 ? ['Without a C compiler (cc) only WebAssembly is measured.'] : [];
  return [
    {
      title: 'limit of arithmetic, GFLOP/s',
      columns,
      rows: [...arithmetic, inWasm],
      notes: none,
    },
    ...(limits.memory === undefined ? [] : [{ title: 'limit of memory, GB/s', columns, rows: memory }]),
  ];
}

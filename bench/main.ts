import { readdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { BenchRow } from './row.js';

/** Runs every benchmark of this folder, or those whose names are given; a table for people, JSON with --json. */

const here = fileURLToPath(new URL('.', import.meta.url));
const args = process.argv.slice(2);
const wanted = args.filter((name) => !name.startsWith('--'));
const found = readdirSync(here).filter((file) => file.endsWith('.bench.js'));
const files = found.filter((file) => wanted.length === 0 || wanted.includes(file.replace('.bench.js', '')));

const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.version };
const results: Record<string, readonly BenchRow[]> = {};
if (!args.includes('--json')) console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`);
for (const file of files) {
  // A benchmark module exports `bench`; its name says that it is one.
  const { bench } = (await import(`./${file}`)) as { bench: () => Promise<readonly BenchRow[]> };
  const rows = await bench();
  results[file.replace('.bench.js', '')] = rows;
  if (!args.includes('--json')) console.log(`\n${file.replace('.bench.js', '')}\n${rows.map(line).join('\n')}`);
}
if (args.includes('--json')) console.log(JSON.stringify({ machine, results }, null, 2));

function line({ what, value, unit, note = '' }: BenchRow): string {
  return `  ${what.padEnd(60)} ${String(Number(value.toPrecision(4))).padStart(12)} ${unit.padEnd(14)} ${note}`.trimEnd();
}

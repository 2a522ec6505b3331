import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine, machineText } from './machine.js';
import type { Section } from './section.js';
import { tableJson, tableText } from './table.js';

/**
 * Runs every benchmark of this folder, or those whose names are given; tables for people, JSON with --json. --quick measures
 * just enough to see that everything runs.
 */

// The sources' folder, from dist/bench: what was compiled of a source that is gone is no benchmark.
const here = fileURLToPath(new URL('../../bench', import.meta.url));
const args = process.argv.slice(2);
const json = args.includes('--json');
const names = readdirSync(here)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const wanted = args.filter((name) => !name.startsWith('--'));
const unknown = wanted.filter((name) => !names.includes(name));

if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  process.exitCode = 2;
} else await run(wanted.length === 0 ? names : wanted);

async function run(sections: readonly string[]): Promise<void> {
  const about = await machine();
  if (!json) console.log(machineText(about));
  const results: Record<string, unknown> = {};
  const folder = mkdtempSync(join(tmpdir(), 'samebits-bench-'));
  try {
    for (const name of sections) {
      // A benchmark module exports `bench`; its name says that it is one.
      const { bench } = (await import(`./${name}.bench.js`)) as { bench: Section };
      const tables = await bench({ quick: args.includes('--quick'), folder });
      results[name] = tables.map(tableJson);
      if (!json) console.log(`\n${name}\n\n${tables.map(tableText).join('\n\n')}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (json) console.log(JSON.stringify({ machine: about, results }, null, 2));
}

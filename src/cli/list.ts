import { join } from 'node:path';
import type { Command } from 'commander';
import { counted } from '../artifact/numbers.js';
import { bytesOf } from '../run/estimates.js';
import { endOf, executedOf, settingsOf, type Executed } from '../store/executed.js';
import { openStore } from '../store/store.js';
import { jsonLines } from './json-lines.js';
import { withLastRun } from './last-run.js';
import { remarksOf } from './remarks.js';
import { bytes, columns, dayAndTime, seconds, shown } from './text.js';

export function addList(program: Command): void {
  program
    .command('list')
    .argument(
      '[pipeline]',
      'a pipeline file, or the name of a pipeline that was run here; without it, all of them',
    )
    .description('say what was run here, when, how long it took, and how large what it made is')
    .option('--json', 'print events as JSON, one a line')
    .addHelpText('after', '\nExample: samebits list quickstart')
    .action(async (pipeline: string | undefined, { json }: { readonly json?: boolean }) => {
      const runs =
        pipeline === undefined
          ? await allRuns()
          : await withLastRun(pipeline, ({ executed }) => Promise.resolve([executed]));
      if (json) console.log(jsonLines(events(runs)));
      else console.log(pipeline === undefined ? pipelinesText(runs) : tasksText(runs));
    });
}

/** The last run of every pipeline of the project one stands in. */
async function allRuns(): Promise<readonly Executed[]> {
  const store = openStore(join(process.cwd(), 'artifacts'));
  const runs = await Promise.all((await store.lastRuns.names()).map((name) => executedOf(name, store)));
  return runs.filter(({ records }) => records.length > 0);
}

function pipelinesText(runs: readonly Executed[]): string {
  if (runs.length === 0) return 'Nothing was run here yet. Begin with: samebits run PIPELINE';
  return columns(
    runs.map(({ name, records }) => [
      shown(name),
      counted(records.length, 'task'),
      `last ${dayAndTime(records.map(endOf).sort().at(-1) ?? '')}`,
      `${seconds(records.reduce((sum, record) => sum + record.seconds, 0))} of work`,
      bytes(records.reduce((sum, record) => sum + bytesOf(record), 0)),
      shown(settingsOf({ name, records }).join(' ')),
    ]),
  );
}

function tasksText(runs: readonly Executed[]): string {
  const rows = runs
    .flatMap(({ records }) => records)
    .map((record) => [
      shown(record.task),
      dayAndTime(endOf(record)),
      seconds(record.seconds),
      bytes(bytesOf(record)),
      `key ${record.key.slice(0, 12)}`,
      remarksOf(record).join('; '),
    ]);
  return columns(rows);
}

function events(runs: readonly Executed[]): readonly object[] {
  const tasks = runs.flatMap(({ name, records }) =>
    records.map((record) => ({
      event: 'task',
      pipeline: name,
      ...{ task: record.task, key: record.key, startedAt: record.startedAt, seconds: record.seconds },
      ...{ bytes: bytesOf(record), failure: record.failure, machineBound: record.machineBound === true },
      carriedOver: record.carriedOver ?? null,
    })),
  );
  return [...tasks, { event: 'finished', exitCode: 0, pipelines: runs.length, tasks: tasks.length }];
}

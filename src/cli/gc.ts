import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { BadInput } from '../stage/problem.js';
import { ifPresent, nodeFiles } from '../store/files.js';
import { thisMachine } from '../store/machine.js';
import { storeFolders } from '../store/sweep/inventory.js';
import { sweep, type Swept } from '../store/sweep/sweep.js';
import { milliseconds } from './gc/duration.js';
import { holdingsOf, sizeOf } from './gc/holdings.js';
import { report, sorted, type Sorted } from './gc/report.js';
import { rootsOf } from './gc/roots.js';
import { jsonLines } from './json-lines.js';

interface Options {
  readonly grace: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addGc(program: Command): void {
  program
    .command('gc')
    .argument('[project]', 'the folder whose artifacts/ is swept', '.')
    .description('take away artifacts that no pipeline, lock file or running process needs')
    .option('--grace <time>', 'keep what was made or used within this time: 12h, 7d, 2w, or 0', '2w')
    .option('--dry-run', 'say what would go and what each pipeline keeps, and take nothing away')
    .option('--json', 'print events as JSON, one a line')
    .addHelpText(
      'after',
      [
        '\nKept are the results of the last run of each pipeline (also of one with --set: those of the run before it go), those that lock files name, whatever a running process uses,',
        'and what was used within the grace period. Runs may go on meanwhile. What a pipeline whose file was removed',
        'has made goes once it is older than the grace period; reports/ is never touched.',
        'Exit code 0 done, 1 where a run in progress does not allow it, 2 where there is no store.',
        'Example: samebits gc --dry-run',
      ].join('\n'),
    )
    .action(async (project: string, { grace, dryRun = false, json = false }: Options) => {
      const age = milliseconds('--grace', grace);
      const root = join(resolve(project), 'artifacts');
      await assertStore(root);
      const roots = () => rootsOf(resolve(project));
      const swept = await sweep(root, nodeFiles, thisMachine, { roots, grace: age, dryRun });
      const parts = sorted(swept, dryRun);
      const exitCode = swept.blockedBy === undefined || dryRun ? 0 : 1;
      console.log(json ? eventLines(swept, parts, exitCode) : report(swept, parts));
      process.exitCode = exitCode;
    });
}

/** Some other folder of that name must not be taken for a store in which nothing is needed. */
async function assertStore(root: string): Promise<void> {
  const isFolder = (await ifPresent(stat(root)))?.isDirectory() === true;
  const inside = isFolder ? await readdir(root) : [];
  if (inside.some((name) => storeFolders.includes(name))) return;
  throw new BadInput({
    place: root,
    rule: isFolder ? 'this folder is not a store: no run has made anything in it.' : 'there is no store.',
    remedy: "Name the project's folder: the one above pipelines/ and artifacts/.",
  });
}

function eventLines(swept: Swept, { goes, stays, isOnlySaid }: Sorted, exitCode: number): string {
  const { blockedBy } = swept;
  const lines = [
    ...holdingsOf(swept.marked).map((holding) => ({ event: 'stays', ...holding })),
    ...goes.map(({ kind, name, bytes }) => ({ event: isOnlySaid ? 'would go' : 'gone', kind, name, bytes })),
    { event: 'finished', exitCode, stays: sizeOf(stays), goes: sizeOf(goes), blockedBy: blockedBy?.content },
  ];
  return jsonLines(lines);
}

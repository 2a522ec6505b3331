#!/usr/bin/env node
import { Command } from 'commander';
import { BadInput, problemText } from '../stage/problem.js';
import { DamagedObject } from '../store/damage.js';
import { DiskError } from '../store/disk-error.js';
import { addCommands } from './commands.js';
import { shown } from './text.js';
import { version } from './version.js';

/** Exit codes: 0 done, 1 the work failed or a claim does not hold, 2 bad input, 3 `plan --check` found work, 130 stopped. */
const program = new Command('samebits')
  .description(
    'Deep-network training experiments declared in JSON; every reported number checkable, bit for bit.',
  )
  .version(version())
  .showSuggestionAfterError()
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

/** Of these a person asks whether anything was executed. */
const executing: readonly string[] = ['run', 'plan', 'verify'];

// A reader that has seen enough (`| head`) ends the printing, not the work.
process.stdout.on('error', () => undefined);

try {
  await addCommands(program, process.argv[2]);
  await program.parseAsync();
} catch (error) {
  process.exitCode = error instanceof BadInput ? 2 : 1;
  console.error(textOf(error));
}

function textOf(error: unknown): string {
  if (error instanceof BadInput) return problemsText(error);
  return error instanceof DiskError || error instanceof DamagedObject
    ? shown(error.message)
    : unexpectedText(error);
}

function problemsText({ problems }: BadInput): string {
  const count = problems.length === 1 ? '1 error' : `${problems.length} errors`;
  const closing = executing.includes(process.argv[2] ?? '') ? `${count}. Nothing was run.` : `${count}.`;
  return [...problems.map((problem) => shown(problemText(problem))), closing].join('\n');
}

/** What no part of the program foresaw: for its makers, whole. */
function unexpectedText(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    'samebits met an error that it does not know. Please report it.',
    ...text.split('\n').map(shown),
  ].join('\n');
}

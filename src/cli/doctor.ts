import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { BadInput } from '../stage/problem.js';
import type { Finding } from './doctor/finding.js';
import { compilerFinding, kernelFindings } from './doctor/kernels.js';
import { nodeFinding, tensorflowFinding, threadsFinding } from './doctor/machine.js';
import { storeFinding } from './doctor/store.js';
import { folded, onOneLine, shown } from './text.js';
import { version } from './version.js';
import { jsonLines } from './json-lines.js';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .argument('[project]', 'the folder whose artifacts/ is looked at', '.')
    .description('say what is used on this machine and why, and what is wrong with it')
    .option('--json', 'print findings as JSON, one a line')
    .addHelpText(
      'after',
      '\nExit code 0 where everything needed works, 1 where something that should work does not, 2 where there is no such project.\nExample: samebits doctor',
    )
    .action(async (project: string, { json }: { json?: boolean }) => {
      assertFolder(project);
      const findings = await examine(project);
      const exitCode = findings.some(({ state }) => state === 'broken') ? 1 : 0;
      console.log(json ? eventLines(findings, exitCode) : report(findings));
      process.exitCode = exitCode;
    });
}

/** A misspelt folder would be told to have nothing in it yet. */
function assertFolder(project: string): void {
  if (statSync(project, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new BadInput({
    place: project,
    rule: 'there is no such folder.',
    remedy: "Name the project's folder: the one above pipelines/.",
  });
}

async function examine(project: string): Promise<readonly Finding[]> {
  return [
    nodeFinding(),
    ...kernelFindings(),
    await compilerFinding(),
    threadsFinding(),
    tensorflowFinding(),
    await storeFinding(resolve(project, 'artifacts')),
  ];
}

function eventLines(findings: readonly Finding[], exitCode: number): string {
  const lines = findings.map((finding) => ({ event: 'finding', ...finding }));
  return jsonLines([...lines, { event: 'finished', exitCode }]);
}

const marks = { works: '●', absent: '○', broken: '✕' } as const;

/** A line each, what to do under it; the last line is the sum. */
export function report(findings: readonly Finding[]): string {
  const rows = findings.flatMap(({ subject, part, state, says, remedy }) => [
    [marks[state], part === undefined ? subject : `  ${part}`, oneLine(says)],
    ...(remedy === undefined ? [] : [['', '', `→ ${oneLine(remedy)}`]]),
  ]);
  const broken = findings.filter(({ state }) => state === 'broken').length;
  const sum =
    broken === 0
      ? 'Everything needed works.'
      : `${broken} of these should work and ${broken === 1 ? 'does' : 'do'} not.`;
  return [`samebits ${version()}`, folded(rows), sum].join('\n');
}

function oneLine(text: string): string {
  return shown(onOneLine(text));
}

import { tmpdir } from 'node:os';
import { lastValueFrom, tap } from '../../run/streams.js';
import type { Finding, VerifyEvent } from '../../audit/findings.js';
import { verify } from '../../audit/verify.js';
import { counted, grouped } from '../../artifact/numbers.js';
import { bytesOf } from '../../run/estimates.js';
import { exitCodeOf } from './exit-code.js';
import { failureText } from '../run/terminal.js';
import { bytes, seconds, shown } from '../text.js';
import type { Verifying } from './verifying.js';

/** Executes whole tasks again and tells what came of it; the exit code. */
export async function verifyWhole(verifying: Verifying): Promise<number> {
  const { plan, chosen, expectations, store, options, teller, lockProblems } = verifying;
  const lines = teller.lines(plan.tasks.map(({ id }) => id));
  lines?.say(heading(verifying));
  const findings = new Map<string, Finding>();
  const tell = (event: VerifyEvent): void => {
    teller.event(event);
    if (event.event === 'started') lines?.started(event.task);
    else if (event.event === 'progress') lines?.progressed(event.task, event.progress);
    else {
      findings.set(event.task, event.finding);
      const done = lines?.ended(event.task) ?? '';
      for (const [status, text] of linesOf(event.finding, done)) lines?.line(event.task, status, text);
    }
  };
  const events = verify(plan, chosen, expectations, store, options).pipe(tap(tell));
  await lastValueFrom(events, { defaultValue: undefined });
  for (const problem of lockProblems) lines?.say(`lock     ${shown(problem)}`);
  const all = [...findings.values()];
  const exitCode = exitCodeOf(all, lockProblems);
  lines?.say(closing(all));
  const finished = { exitCode, ...counts(all), lockProblems };
  teller.event({ event: 'finished', ...finished });
  return exitCode;
}

function heading({ plan, chosen, expectations, options }: Verifying): string {
  const { name, title = '' } = plan.graph.pipeline;
  const records = chosen.flatMap(({ id }) => expectations.get(id)?.record ?? []);
  const size = records.reduce((sum, record) => sum + bytesOf(record), 0);
  const need = size === 0 ? '' : `, about ${bytes(size)}`;
  return [
    `${name}  ${shown(title)}  ${counted(chosen.length, 'task')} to execute again, ${options.jobs} at a time`,
    `  in a clean store in ${shown(tmpdir())} (TMPDIR chooses the folder)${need}, deleted afterwards`,
  ].join('\n');
}

type Line = readonly [status: string, text: string];

function linesOf(finding: Finding, done: string): readonly Line[] {
  switch (finding.found) {
    case 'equal':
      return [['equal', `${seconds(finding.seconds).padStart(6)}  ${done}`]];
    case 'different':
      return [
        ...finding.differences.map(({ output, from, text, stretch }): Line => {
          const between =
            stretch === undefined
              ? ''
              : `first between ${grouped(stretch.from)} and ${grouped(stretch.until)}; `;
          return ['DIFFERS', `${output} from the ${from}: ${between}${text}`];
        }),
        ...(finding.where === undefined ? [] : [['where', finding.where] as const]),
      ];
    case 'failed':
      return [[finding.failure.kind === 'stopped' ? 'stopped' : 'FAILED', failureText(finding.failure)]];
    case 'not recorded':
      return [['missing', 'nothing is recorded of it as it is asked, and nothing locked: run it first']];
    case 'bound elsewhere':
      return [['bound', 'to another machine, or to what is: not verifiable here']];
  }
}

/** Stable names for programs, in the order in which a person is told. */
function counts(findings: readonly Finding[]): Readonly<Record<string, number>> {
  const count = (wanted: Finding['found']) => findings.filter(({ found }) => found === wanted).length;
  return {
    equal: count('equal'),
    different: count('different'),
    failed: count('failed'),
    notRecorded: count('not recorded'),
    boundElsewhere: count('bound elsewhere'),
  };
}

const words: Readonly<Record<string, string>> = {
  equal: 'equal',
  different: 'differ',
  failed: 'not executed to their end',
  notRecorded: 'not recorded',
  boundElsewhere: 'not verifiable here',
};

function closing(findings: readonly Finding[]): string {
  const time = seconds(performance.now() / 1000);
  const against = [...new Set(findings.flatMap((each) => (each.found === 'equal' ? each.heldAgainst : [])))];
  if (findings.every(({ found }) => found === 'equal'))
    return `${counted(findings.length, 'task')} executed again, all equal to ${against.join(' and ')}; ${time}`;
  const parts = Object.entries(counts(findings)).filter(([name, count]) => count > 0 || name === 'equal');
  return `${parts.map(([name, count]) => `${grouped(count)} ${words[name] ?? name}`).join(' · ')}; ${time}`;
}

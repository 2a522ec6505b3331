import { lastValueFrom, tap } from '../../run/streams.js';
import { counted, formatNumber, grouped } from '../../artifact/numbers.js';
import { passProbability, wrongStretches } from '../../audit/chance.js';
import type { SpotEvent, SpotFinding } from '../../audit/findings.js';
import { isRetraceable, spot } from '../../audit/spot.js';
import type { PlannedTask } from '../../plan/recipe.js';
import { BadInput } from '../../stage/problem.js';
import { exitCodeOf } from './exit-code.js';
import { failureText } from '../run/terminal.js';
import { seconds, shown } from '../text.js';
import type { Verifying } from './verifying.js';

/** Does stretches of trainings again that are chosen by chance, and tells what came of it; the exit code. */
export async function spotAudit(
  verifying: Verifying,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<number> {
  const { plan, store, expectations, options, teller, lockProblems } = verifying;
  const chosen = await retraceable(verifying.chosen);
  if (chosen.length === 0)
    throw new BadInput({
      place: '--spot',
      rule: 'none of these tasks records its states, so none can be done again in part.',
      remedy: 'Leave --spot out: they are executed again whole.',
    });
  const lines = teller.lines(chosen.map(({ id }) => id));
  const findings = new Map<string, SpotFinding>();
  const tell = (event: SpotEvent): void => {
    teller.event(event);
    if (event.event === 'drawn') lines?.say(drawnText(plan.graph.pipeline.name, event));
    else if (event.event === 'started') lines?.started(event.task);
    else if (event.event === 'progress') lines?.progressed(event.task, event.progress);
    else {
      findings.set(event.task, event.finding);
      lines?.ended(event.task);
      for (const [status, text] of linesOf(event.finding)) lines?.line(event.task, status, text);
    }
  };
  const events = spot(plan, chosen, expectations, store, { ...options, count, seed }).pipe(tap(tell));
  await lastValueFrom(events, { defaultValue: undefined });
  const all = [...findings.values()];
  const exitCode = exitCodeOf(all, lockProblems);
  const left = verifying.chosen.length - chosen.length;
  if (left > 0)
    lines?.say(`${counted(left, 'task')} without recorded states not looked at: leave --spot out for those`);
  for (const problem of lockProblems) lines?.say(`lock     ${shown(problem)}`);
  for (const line of closing(all, exitCode)) lines?.say(line);
  const finished = { exitCode, ...sums(all), seed, passes: passes(all), lockProblems };
  teller.event({ event: 'finished', ...finished });
  return exitCode;
}

async function retraceable(tasks: readonly PlannedTask[]): Promise<readonly PlannedTask[]> {
  const found = await Promise.all(tasks.map(isRetraceable));
  return tasks.filter((_, index) => found[index]);
}

function drawnText(name: string, { tasks, seed }: Extract<SpotEvent, { event: 'drawn' }>): string {
  const drawn = tasks.reduce((sum, { stretches }) => sum + stretches.length, 0);
  const within = tasks.filter(({ stretches }) => stretches.length > 0).length;
  return `${name}  ${counted(drawn, 'stretch', 'stretches')} chosen by chance, in ${counted(within, 'task')} (--seed ${seed})`;
}

type Line = readonly [status: string, text: string];

function linesOf(finding: SpotFinding): readonly Line[] {
  if (finding.found === 'failed')
    return [[finding.failure.kind === 'stopped' ? 'stopped' : 'FAILED', failureText(finding.failure)]];
  if (finding.found === 'not recorded')
    return [['missing', 'nothing is recorded of it as it is asked: run it first']];
  if (finding.found === 'bound elsewhere') return [['bound', 'to another machine: not verifiable here']];
  const { reexecuted, of, beside, problems, differing, where } = finding;
  const more = beside === 0 ? '' : `, and ${grouped(beside)} more on the way to them`;
  if (finding.found === 'equal')
    return [['equal', `${grouped(reexecuted)} of ${grouped(of)} stretches${more}`]];
  return [
    ...problems.map((problem): Line => ['DIFFERS', problem]),
    ...differing.map(({ from, until, difference }): Line => [
      'DIFFERS',
      `stretch ${grouped(from)} … ${grouped(until)}: ${difference?.text ?? ''}`,
    ]),
    ...(where === undefined ? [] : [['where', where] as const]),
  ];
}

type Retraced = Extract<SpotFinding, { found: 'equal' | 'different' }>;

function retracedOf(findings: readonly SpotFinding[]): readonly Retraced[] {
  return findings.flatMap((each) => (each.found === 'equal' || each.found === 'different' ? [each] : []));
}

function sums(findings: readonly SpotFinding[]): { reexecuted: number; of: number; different: number } {
  const all = retracedOf(findings);
  return {
    reexecuted: all.reduce((sum, { reexecuted }) => sum + reexecuted, 0),
    of: all.reduce((sum, { of }) => sum + of, 0),
    different: all.reduce((sum, { differing }) => sum + differing.length, 0),
  };
}

/** For a share of wrong stretches, with what probability a run that has so many would have passed. */
function passes(findings: readonly SpotFinding[]): readonly { wrong: number; probability: number }[] {
  const { reexecuted, of } = sums(findings);
  return [0.05, 0.2].map((wrong) => ({
    wrong,
    probability: passProbability(reexecuted, of, wrongStretches(wrong, of)),
  }));
}

function closing(findings: readonly SpotFinding[], exitCode: number): readonly string[] {
  const { reexecuted, of, different } = sums(findings);
  const done = `re-executed ${grouped(reexecuted)} of ${grouped(of)} stretches on this machine${served(findings)}`;
  const time = seconds(performance.now() / 1000);
  if (exitCode !== 0) return [`${done}: ${grouped(different)} came out otherwise; ${time}`];
  if (reexecuted === 0) return [`no stretch was re-executed, since there is none that can be; ${time}`];
  const [few, many] = passes(findings).map(({ probability }) => formatNumber(probability, 2));
  return [
    `${done}: all equal; ${time}`,
    `a run with 5 % wrong stretches would have passed with probability ${few ?? ''}; with 20 %, ${many ?? ''}.`,
    '(hypergeometric: the stretches were drawn without replacement, each set of them equally likely)',
  ];
}

/** ` (avx512, 2 cores)`. */
function served(findings: readonly SpotFinding[]): string {
  const { environment = {} } = retracedOf(findings)[0] ?? {};
  const kernels = Object.entries(environment).flatMap(([name, value]) =>
    /Kernels$|^tensorflow$/.test(name) && typeof value === 'string' ? [value] : [],
  );
  const { cores } = environment;
  const facts = [...kernels, ...(typeof cores === 'number' ? [counted(cores, 'core')] : [])];
  return facts.length === 0 ? '' : ` (${facts.map(shown).join(', ')})`;
}

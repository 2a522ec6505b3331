import { lastValueFrom, tap } from '../../run/streams.js';
import { counted, grouped } from '../../artifact/numbers.js';
import type { SpotEvent, SpotFinding } from '../../audit/findings.js';
import { isRetraceable, spot } from '../../audit/spot.js';
import type { PlannedTask } from '../../plan/recipe.js';
import type { RecordedPart } from '../../stage/contract.js';
import { BadInput } from '../../stage/problem.js';
import { exitCodeOf } from './exit-code.js';
import { failureText } from '../run/terminal.js';
import { shown } from '../text.js';
import { closing } from './closing.js';
import { byKind, kindsOf } from './kinds.js';
import type { Verifying } from './verifying.js';

/** Does parts of tasks again that are chosen by chance, and tells what came of it; the exit code. */
export async function spotAudit(
  verifying: Verifying,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<number> {
  const { plan, store, expectations, options, teller, lockProblems } = verifying;
  const chosen = await retraceable(verifying.chosen);
  if (chosen.length === 0)
    throw new BadInput({
      place: '--spot',
      rule: 'none of these tasks is recorded in parts, so none can be done again in part.',
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
  // Not in the order in which they came to their ends.
  const all = chosen.flatMap(({ id }) => findings.get(id) ?? []);
  const exitCode = exitCodeOf(all, lockProblems);
  const left = verifying.chosen.length - chosen.length;
  if (left > 0)
    lines?.say(`${counted(left, 'task')} without recorded parts not looked at: leave --spot out for those`);
  for (const problem of lockProblems) lines?.say(`lock     ${shown(problem)}`);
  for (const line of closing(all, exitCode)) lines?.say(line);
  const finished = { exitCode, seed, kinds: kindsOf(all), lockProblems };
  teller.event({ event: 'finished', ...finished });
  return exitCode;
}

async function retraceable(tasks: readonly PlannedTask[]): Promise<readonly PlannedTask[]> {
  const found = await Promise.all(tasks.map(isRetraceable));
  return tasks.filter((_, index) => found[index]);
}

function drawnText(name: string, { tasks, seed }: Extract<SpotEvent, { event: 'drawn' }>): string {
  const kinds = byKind(tasks).map(([called, some]) => {
    const drawn = some.reduce((sum, { parts }) => sum + parts.length, 0);
    return counted(drawn, called.one, called.many);
  });
  const within = tasks.filter(({ parts }) => parts.length > 0).length;
  return `${name}  ${kinds.join(' and ')} chosen by chance, in ${counted(within, 'task')} (--seed ${seed})`;
}

type Line = readonly [status: string, text: string];

function linesOf(finding: SpotFinding): readonly Line[] {
  if (finding.found === 'failed')
    return [[finding.failure.kind === 'stopped' ? 'stopped' : 'FAILED', failureText(finding.failure)]];
  if (finding.found === 'not recorded')
    return [['missing', 'nothing is recorded of it as it is asked: run it first']];
  if (finding.found === 'bound elsewhere') return [['bound', 'to another machine: not verifiable here']];
  const { called, reexecuted, of, beside, problems, differing, where } = finding;
  const more = beside === 0 ? '' : `, and ${grouped(beside)} more on the way to them`;
  if (finding.found === 'equal')
    return [['equal', `${grouped(reexecuted)} of ${grouped(of)} ${called.many}${more}`]];
  return [
    ...problems.map((problem): Line => ['DIFFERS', problem]),
    ...differing.map((part): Line => [
      'DIFFERS',
      `${called.one} ${placeText(part)}: ${part.difference?.text ?? ''}`,
    ]),
    ...(where === undefined ? [] : [['where', where] as const]),
  ];
}

/** `300 … 350`; of what was made of one state, `350`. */
function placeText({ from, until }: RecordedPart): string {
  return from === until ? grouped(until) : `${grouped(from)} … ${grouped(until)}`;
}

import type { Digest } from '../artifact/digest.js';
import { counted, formatNumber } from '../artifact/numbers.js';
import type { ClaimDifference, OutputDifference, SidesDifference, TaskDifference } from '../audit/diff.js';
import { differenceText, valueText } from '../audit/difference.js';
import type { Verdict } from '../claim/verdict.js';
import { codeChangeRows, fieldRow } from './change-rows.js';
import { columns, shown } from './text.js';

type Rows = readonly (readonly string[])[];

/** How two sides differ, for people: by task, then by claim, then in numbers. */
export function diffText([first, second]: readonly [string, string], difference: SidesDifference): string {
  const { tasks, claims } = difference;
  return [
    `first   ${shown(first)}`,
    `second  ${shown(second)}`,
    ...alike(tasks).flatMap(({ names, rows }) => ['', shown(names.join(', ')), columns(rows)]),
    ...(claims === undefined || claims.length === 0 ? [] : ['', 'claims', columns(claims.map(claimRow))]),
    '',
    summary(difference),
  ].join('\n');
}

/** Tasks of which the same is to be said, once: a changed module is in the code of many. */
function alike(
  tasks: readonly TaskDifference[],
): readonly { readonly names: readonly string[]; readonly rows: Rows }[] {
  const groups = new Map<string, { readonly names: string[]; readonly rows: Rows }>();
  for (const task of tasks) {
    const rows = taskRows(task);
    const group = groups.get(JSON.stringify(rows)) ?? { names: [], rows };
    group.names.push(task.task);
    groups.set(JSON.stringify(rows), group);
  }
  return [...groups.values()];
}

function taskRows({ only, fields, asked, code, notMade, outputs }: TaskDifference): Rows {
  if (only !== undefined) return [[`only in the ${only}`]];
  return [
    ...fields.map(fieldRow),
    ...(asked === 'same' ? [] : [['asked', 'something else, of it or of what it is made from']]),
    ...codeRows(code),
    ...notMade.map((which) => ['made', `not in the ${which}: run it first`]),
    ...outputs.flatMap(outputRows),
  ];
}

function codeRows(code: TaskDifference['code']): Rows {
  if (code === 'same') return [];
  return code === 'another'
    ? [['code', 'another; its modules are not listed here']]
    : [['code', 'another'], ...codeChangeRows(code)];
}

function outputRows({ output, before, after, difference }: OutputDifference): Rows {
  const name = shown(output);
  if (difference === undefined)
    return [[name, `${short(before)} → ${short(after)}; the bytes of one are not here to compare`]];
  const others = difference.first.slice(1).filter(({ at }) => at.kind !== 'byte');
  return [[name, shown(differenceText(difference))], ...others.map((value) => ['', shown(valueText(value))])];
}

function short(digest: Digest | undefined): string {
  return digest === undefined ? 'absent' : `${digest.slice(0, 12)}…`;
}

function claimRow({ claim, before, after }: ClaimDifference): readonly string[] {
  return [shown(claim), `${verdictText(before)} → ${verdictText(after)}`];
}

function verdictText(verdict: Verdict | undefined): string {
  if (verdict === undefined) return 'not judged';
  const { measured, expected } = verdict;
  const number = measured === null ? 'no number' : formatNumber(measured, 6);
  return `${verdict.verdict} (${number}, expected ${shown(expected)})`;
}

function summary({ tasks, equalTasks, claims, equalClaims }: SidesDifference): string {
  const differ = (count: number) => `${count} differ${count === 1 ? 's' : ''}`;
  const judged =
    claims === undefined
      ? 'claims not compared: for that a side must be a pipeline, and its tables be here'
      : `${counted(equalClaims, 'claim')} equal, ${differ(claims.length)}`;
  return `${counted(equalTasks, 'task')} equal, ${differ(tasks.length)}; ${judged}`;
}

import type { Digest } from '../artifact/digest.js';
import { counted, grouped } from '../artifact/numbers.js';
import type { Difference } from '../plan/differences.js';
import type { Awaited, CodeComparison, Comparison, Explanation } from '../plan/explain.js';
import type { InputChange, KeyChange } from '../plan/input-changes.js';
import { cellValueText } from '../stage/cell.js';
import { recordId, type TaskRecord } from '../store/records.js';
import { codeChangeRows, fieldName, fieldRow, valueText } from './change-rows.js';
import { whyText } from './reason-text.js';
import { bytes, columns, dayAndTime, seconds, shown } from './text.js';

/** Why a task is in its state, for people. */
export function explanationText(name: string, explanation: Explanation): string {
  const [first, ...rows] = rowsOf(explanation);
  return [
    `${shown(name)}  ${first}`,
    ...(rows.length === 0 ? [] : [columns(rows.map((row) => [...row]))]),
  ].join('\n');
}

type Lines = readonly [first: string, ...rows: (readonly string[])[]];

function rowsOf(explanation: Explanation): Lines {
  if (explanation.state === 'cached') return cachedRows(explanation.record);
  if (explanation.state === 'waiting') return waitingRows(explanation.on, explanation.own);
  const { why, nearest, resumesAt } = explanation;
  const onwards =
    resumesAt === undefined ? '' : ` Goes on from ${grouped(resumesAt)}, kept by an earlier run.`;
  if (why.reason === 'damaged')
    return [
      `to run: what was made is damaged or gone.${onwards}`,
      ...why.damage.map((each) => ['damaged', shown(each)]),
    ];
  const absent = why.reason === 'another version' ? whyText(why) : 'no record has this key';
  if (nearest === undefined)
    return [`to run: ${absent}, and there is none of this stage to compare with.${onwards}`];
  return [
    `to run: ${absent}. Nearest: ${recordText(nearest.record)}${howText(nearest)}.${onwards}`,
    ...comparisonRows(nearest),
  ];
}

function howText({ found, record }: Comparison): string {
  if (found === 'last run') return '';
  return found === 'same task' ? ', not of the last run' : `, of ${shown(record.task)}`;
}

/** `2026-11-23 14:02 (record 9f3c…)`, in UTC. */
function recordText(record: TaskRecord): string {
  return `${dateText(record)} (record ${short(recordId(record))})`;
}

function dateText({ startedAt }: TaskRecord): string {
  return dayAndTime(startedAt);
}

function short(digest: Digest): string {
  return `${digest.slice(0, 8)}…`;
}

function comparisonRows({ fields, code, inputs, read, record }: Comparison): readonly (readonly string[])[] {
  const same = Object.keys((record.preimage.parameters ?? {}) as object).length - parametersIn(fields);
  return [
    ...fields.map(fieldRow),
    ...(same > 0
      ? [['with', `${fields.length === 0 ? 'same' : 'the others same'} (${counted(same, 'parameter')})`]]
      : []),
    ...codeRows(code),
    ...(inputs.length === 0
      ? [['inputs', read === 0 ? 'none' : `same (${counted(read, 'artifact')})`]]
      : inputs.flatMap(inputRows)),
  ];
}

function parametersIn(fields: readonly Difference[]): number {
  return new Set(
    fields.map(({ field }) => /^parameters\.[^.]+/.exec(field)?.[0]).filter((name) => name !== undefined),
  ).size;
}

function codeRows(code: CodeComparison): readonly (readonly string[])[] {
  if (code.change === 'unknown') return [['code', `changed; ${shown(code.why)}`]];
  const { modules } = code.changes;
  if (code.change === 'same') return [['code', `same (${counted(modules, 'module')})`]];
  return [['code', `changed (${counted(modules, 'module')} now)`], ...codeChangeRows(code.changes)];
}

function inputRows({
  input,
  artifact,
  before,
  after,
  task,
  because,
}: InputChange): readonly (readonly string[])[] {
  const digests = `${before === undefined ? 'nothing' : short(before)} → ${after === undefined ? 'nothing' : short(after)}`;
  const maker = task === undefined ? '' : `, made by ${shown(task)}`;
  return [
    [shown(`inputs.${input}.${artifact}`), `${digests}${maker}`],
    ...(because === undefined ? [] : [['', `because ${shown(becauseText(task ?? '', because))}`]]),
  ];
}

/** In one line, back to where it began: `train[tanh]: network (scheme "a" → "b")`. */
function becauseText(task: string, { fields, code, inputs }: KeyChange): string {
  const own = [
    ...fields.map(
      ({ field, before, after }) => `${fieldName(field)} ${valueText(before)} → ${valueText(after)}`,
    ),
    ...(code ? ['its code changed'] : []),
  ];
  const from = inputs.map(({ artifact, task: maker, because }) =>
    maker === undefined || because === undefined ? `${artifact} changed` : becauseText(maker, because),
  );
  return own.length > 0 ? `of ${shown(task)}: ${own.join(', ')}` : [...new Set(from)].join('; ');
}

function waitingRows(on: readonly Awaited[], own: readonly Difference[]): Lines {
  return [
    'waiting: its key depends on bytes that are not made yet.',
    ...on.flatMap(({ task, roots }) =>
      roots.map((root, index) => [
        index === 0 ? `on ${shown(task)}` : '',
        root.task === task
          ? `to run: ${whyText(root.why)}`
          : `waiting on ${shown(root.task)}, to run: ${whyText(root.why)}`,
      ]),
    ),
    ...(own.length === 0 ? [] : [['besides', 'changed since the last run:'], ...own.map(fieldRow)]),
  ];
}

function cachedRows(record: TaskRecord): Lines {
  const { seconds: taken, environment, outputs, carriedOver, failure, machineBound, task } = record;
  const where = Object.entries(environment).map(([name, value]) => `${name} ${cellValueText(value)}`);
  return [
    `cached: record ${short(recordId(record))} has its key, and the bytes of its artifacts are verified.`,
    ['made', `${dateText(record)}, as ${shown(task)}, in ${seconds(taken)}`],
    ['on', shown(where.join(', '))],
    ...(machineBound === true ? [['machine-bound', 'other machines may make other bytes']] : []),
    ...(failure === null ? [] : [['says', shown(failure)]]),
    ...(carriedOver === undefined
      ? []
      : [
          [
            'carried over',
            `from key ${short(carriedOver.from)}: ${carriedOver.reexecuted} of ${carriedOver.of} parts re-executed`,
          ],
        ]),
    ...Object.entries(outputs).map(([name, { digest, bytes: size }]) => [
      shown(name),
      `${short(digest)}  ${bytes(size)}`,
    ]),
  ];
}

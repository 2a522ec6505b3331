import type { Command } from 'commander';
import type { Plan } from '../plan/recipe.js';
import { statesOf, type TaskState, type Why } from '../plan/state.js';
import type { Difference } from '../plan/differences.js';
import type { Json } from '../artifact/json.js';
import { plainJson } from '../stage/plain-text.js';
import { grouped } from '../artifact/numbers.js';
import type { TaskRecord } from '../store/records.js';
import { open, pipelineCommand, type PipelineOptions } from './pipeline.js';
import { machineBound } from './machine-bound.js';
import { byStage, bytes, columns, seconds, shown } from './text.js';

interface Options extends PipelineOptions {
  readonly check?: boolean;
}

export function addPlan(program: Command): void {
  pipelineCommand(program, 'plan')
    .description('say what a run would do, and why, without doing it')
    .option('--check', 'exit with 3 where work remains')
    .addHelpText(
      'after',
      '\nExample: samebits plan pipelines/quickstart.json --set train.with.learningRate=0.02',
    )
    .action(async (file: string, options: Options) => {
      const { plan, store } = await open(file, options);
      const states = await statesOf(plan, store);
      console.log(options.json ? jsonLines(plan, states) : text(plan, states));
      if (options.check && [...states.values()].some(({ state }) => state !== 'cached')) process.exitCode = 3;
    });
}

type States = ReadonlyMap<string, TaskState>;

function jsonLines(plan: Plan, states: States): string {
  const bound = new Set(machineBound(plan));
  const lines = [...states].map(([task, state]) => {
    const mark = bound.has(task) ? { machineBound: true } : {};
    if (state.state === 'cached') return { event: 'cached', task, key: state.key, ...mark };
    if (state.state === 'waiting') return { event: 'waiting', task, on: state.on, ...mark };
    return { event: 'to run', task, key: state.key, why: state.why, ...mark };
  });
  return [...lines, { event: 'finished', ...counts(states) }].map(plainJson).join('\n');
}

function text(plan: Plan, states: States): string {
  const bound = machineBound(plan);
  const cached = [...states].filter(([, { state }]) => state === 'cached').map(([task]) => task);
  const rows = [...states]
    .filter(([, { state }]) => state !== 'cached')
    .map(([task, state]) => [state.state.padEnd(7), shown(task), reason(state), estimate(before(state))]);
  const { toRun, waiting, diverged } = counts(states);
  const time = [...states.values()].reduce((sum, state) => sum + (before(state)?.seconds ?? 0), 0);
  const about = time > 0 ? `; last time ${seconds(time)} of work` : '';
  return [
    ...(cached.length === 0 ? [] : [`  cached   ${byStage(cached)}`]),
    ...(rows.length === 0 ? [] : [columns(rows)]),
    ...(bound.length === 0 ? [] : [`  machine-bound  ${byStage(bound)}`]),
    `${cached.length} cached${diverged === 0 ? '' : ` (${diverged} diverged)`}, ${toRun} to run, ${waiting} waiting${about}`,
  ].join('\n');
}

interface Counts {
  readonly cached: number;
  /** Of the cached ones: their outputs are there, but a run's exit code is 1. */
  readonly diverged: number;
  readonly toRun: number;
  readonly waiting: number;
}

function counts(states: States): Counts {
  const count = (wanted: TaskState['state']) =>
    [...states.values()].filter(({ state }) => state === wanted).length;
  const diverged = [...states.values()].filter(
    (state) => state.state === 'cached' && state.record.failure !== null,
  ).length;
  return { cached: count('cached'), diverged, toRun: count('to run'), waiting: count('waiting') };
}

function before(state: TaskState): TaskRecord | undefined {
  return state.state === 'cached' ? undefined : state.before;
}

function reason(state: TaskState): string {
  if (state.state === 'cached') return '';
  if (state.state === 'waiting') return `on ${byStage(state.on)}`;
  const from = state.resumesAt === undefined ? '' : `; goes on from ${grouped(state.resumesAt)}`;
  return whyText(state.why) + from;
}

export function whyText(why: Why): string {
  if (why.reason === 'never made') return 'never made';
  if (why.reason === 'damaged') return why.damage.join('; ');
  if (why.reason === 'another version')
    return `made by another version of samebits (${shown(why.format)}), whose record is left as it is`;
  return why.differences.length === 0 ? 'its record is gone' : why.differences.map(differenceText).join(', ');
}

/** `learningRate 0.01 → 0.02`; long values, and digests, only by name. */
function differenceText({ field, before: was, after: is }: Difference): string {
  const name = shown(field.replace(/^parameters\./, ''));
  const [left, right] = [valueText(was), valueText(is)];
  return left.length + right.length > 60 || /digest$|^code$/.test(field)
    ? `${name} changed`
    : `${name} ${left} → ${right}`;
}

function valueText(value: Json | undefined): string {
  return value === undefined ? 'nothing' : shown(JSON.stringify(value));
}

function estimate(record: TaskRecord | undefined): string {
  if (record === undefined) return '';
  const size = Object.values(record.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return `last ${seconds(record.seconds)}, ${bytes(size)}`;
}

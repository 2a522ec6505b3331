import type { Command } from 'commander';
import type { Plan } from '../plan/recipe.js';
import { cachedRecords, statesOf, type TaskState } from '../plan/state.js';
import { estimatesOf } from '../run/estimates.js';
import { grouped } from '../artifact/numbers.js';
import { open, pipelineCommand, type PipelineOptions } from './pipeline.js';
import { carriedLines } from './carried.js';
import { machineBound } from './machine-bound.js';
import { estimateText, totalOf, totalText } from './estimate-text.js';
import { whyText } from './reason-text.js';
import { byStage, columns, shown } from './text.js';
import { jsonLines } from './json-lines.js';

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
      console.log(options.json ? eventLines(plan, states) : text(plan, states));
      if (options.check && [...states.values()].some(({ state }) => state !== 'cached')) process.exitCode = 3;
    });
}

type States = ReadonlyMap<string, TaskState>;

function eventLines(plan: Plan, states: States): string {
  const bound = new Set(machineBound(plan));
  const estimates = estimatesOf(plan, states);
  const lines = [...states].map(([task, state]) => {
    const mark = bound.has(task) ? { machineBound: true } : {};
    if (state.state === 'cached') {
      const { key, record } = state;
      const { carriedOver, failure } = record;
      return {
        event: 'cached',
        task,
        key,
        ...mark,
        ...(carriedOver && { carriedOver }),
        ...(failure === null ? {} : { failure }),
      };
    }
    const { secondsLeft, bytes: size } = estimates.get(task) ?? {};
    const about = secondsLeft === undefined ? {} : { about: { seconds: secondsLeft, bytes: size } };
    if (state.state === 'waiting') return { event: 'waiting', task, on: state.on, ...mark, ...about };
    return {
      event: 'to run',
      task,
      key: state.key,
      why: state.why,
      resumesAt: state.resumesAt,
      ...mark,
      ...about,
    };
  });
  const finished = { event: 'finished', ...counts(states), ...totalOf(unmade(states), estimates) };
  return jsonLines([...lines, finished]);
}

function unmade(states: States): readonly string[] {
  return [...states].filter(([, { state }]) => state !== 'cached').map(([task]) => task);
}

function text(plan: Plan, states: States): string {
  const bound = machineBound(plan);
  const estimates = estimatesOf(plan, states);
  const cached = [...states].filter(([, { state }]) => state === 'cached').map(([task]) => task);
  const rows = [...states]
    .filter(([, { state }]) => state !== 'cached')
    .map(([task, state]) => [
      state.state.padEnd(7),
      shown(task),
      reason(state),
      estimateText(estimates.get(task)),
    ]);
  return [
    ...(cached.length === 0 ? [] : [`  cached   ${byStage(cached)}`]),
    ...divergedRows(states),
    ...(rows.length === 0 ? [] : [columns(rows)]),
    ...(bound.length === 0 ? [] : [`  machine-bound  ${byStage(bound)}`]),
    ...carriedLines(cachedRecords(states)).map((line) => `  ${line}`),
    `${countsText(counts(states))}${totalText(totalOf(unmade(states), estimates))}`,
  ].join('\n');
}

/** Cached tasks that say that their work failed: their artifacts are whole, but not what was asked for. */
function divergedRows(states: States): readonly string[] {
  const rows = [...states].flatMap(([task, state]) =>
    state.state === 'cached' && state.record.failure !== null
      ? [['diverged', `${shown(task)}: ${shown(state.record.failure)}`]]
      : [],
  );
  return rows.length === 0 ? [] : [columns(rows)];
}

interface Counts {
  readonly cached: number;
  /** Of those that are cached. */
  readonly diverged: number;
  readonly toRun: number;
  readonly waiting: number;
}

function counts(states: States): Counts {
  const all = [...states.values()];
  const count = (wanted: TaskState['state']) => all.filter(({ state }) => state === wanted).length;
  const diverged = all.filter((state) => state.state === 'cached' && state.record.failure !== null).length;
  return { cached: count('cached'), diverged, toRun: count('to run'), waiting: count('waiting') };
}

function countsText({ cached, diverged, toRun, waiting }: Counts): string {
  const astray = diverged === 0 ? '' : ` (${diverged} diverged)`;
  return `${cached} cached${astray}, ${toRun} to run, ${waiting} waiting`;
}

function reason(state: TaskState): string {
  if (state.state === 'cached') return '';
  if (state.state === 'waiting') return `on ${byStage(state.on)}`;
  const from = state.resumesAt === undefined ? '' : `; goes on from ${grouped(state.resumesAt)}`;
  return whyText(state.why) + from;
}

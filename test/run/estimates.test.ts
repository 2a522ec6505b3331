import test, { type ExecutionContext } from 'ava';
import type { Digest } from '../../src/artifact/digest.js';
import type { Plan } from '../../src/plan/recipe.js';
import type { TaskState, ToRun } from '../../src/plan/state.js';
import { estimatesOf, type Estimate } from '../../src/run/estimates.js';
import type { TaskRecord } from '../../src/store/records.js';
import { foreignProject } from '../foreign.js';

/** The record of a task that went some steps; of it only what estimates read. */
function record(seconds: number, steps: number, memory = 7): TaskRecord {
  const outputs = { table: { digest: 'd' as Digest, mediaType: 'text/csv', bytes: 100, description: {} } };
  return { seconds, memory, outputs, preimage: { parameters: { steps } } } as unknown as TaskRecord;
}

function toRun(before: TaskRecord | undefined, resumesAt?: number): ToRun {
  // Of a task that is to run, the cost depends on these.
  return { state: 'to run', before, resumesAt } as ToRun;
}

async function planFor(t: ExecutionContext, steps: number): Promise<Plan> {
  return (await foreignProject(t)).plan('pipelines/p.json', `theirs.with.steps=${steps}`);
}

function estimate(plan: Plan, states: Readonly<Record<string, TaskState>>, id: string): Estimate | undefined {
  return estimatesOf(plan, new Map(Object.entries(states))).get(id);
}

test('a task that can be continued takes as long an update as the last time, and less by what is kept', async (t) => {
  const plan = await planFor(t, 300);
  t.like(estimate(plan, { theirs: toRun(record(10, 100)) }, 'theirs'), {
    seconds: 30,
    secondsLeft: 30,
    bytes: 100,
  });
  t.like(estimate(plan, { theirs: toRun(record(10, 100), 225) }, 'theirs'), {
    seconds: 30,
    secondsLeft: 7.5,
  });
});

test('a task that was never made costs what others of its stage did, and else nothing is known', async (t) => {
  const plan = await planFor(t, 1);
  const states = {
    below: { state: 'waiting', on: [], before: record(4, 1) },
    ours: toRun(undefined),
  } as const;
  t.like(estimate(plan, states, 'ours'), { seconds: 4, secondsLeft: 4, bytes: 100 });
  t.like(estimate(plan, { ours: toRun(undefined) }, 'ours'), {
    seconds: undefined,
    secondsLeft: undefined,
    bytes: undefined,
  });
});

test('a task needs the memory that it last held, else the most that others of its stage did, else a modest guess', async (t) => {
  const plan = await planFor(t, 1);
  const below = { state: 'waiting', on: [], before: record(4, 1, 500) } as const;
  const memoryOf = (states: Readonly<Record<string, TaskState>>) => estimate(plan, states, 'ours')?.memory;
  t.is(memoryOf({ below, ours: toRun(record(4, 1, 300)) }), 300);
  t.is(memoryOf({ below, ours: toRun(undefined) }), 500);
  // A record that does not know its memory tells nothing of it.
  t.is(memoryOf({ ours: toRun(record(4, 1, 0)) }), 256 * 2 ** 20);
});

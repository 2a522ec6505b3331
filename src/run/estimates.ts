import type { Plan, PlannedTask } from '../plan/recipe.js';
import type { TaskState } from '../plan/state.js';
import type { TaskRecord } from '../store/records.js';

/** What a task may cost, by earlier records. */
export interface Estimate {
  /** Of the whole of it; undefined where nothing of its kind was ever made. */
  readonly seconds: number | undefined;
  /** Of what is left to do, where an earlier run has kept some of it. */
  readonly secondsLeft: number | undefined;
  /** Of its artifacts; undefined where nothing of its kind was ever made. */
  readonly bytes: number | undefined;
  /** Bytes at its peak. */
  readonly memory: number;
}

/** What a task is taken to need of which nothing is known: Node itself, and a small network. */
const modestMemory = 256 * 2 ** 20;

/**
 * The cost of each task that is not cached: that of the last record of its name, else the most that other tasks of its stage took. A
 * task that can be continued is expected to take as long an update as the last time.
 */
export function estimatesOf(
  { tasks }: Plan,
  states: ReadonlyMap<string, TaskState>,
): ReadonlyMap<string, Estimate> {
  const last = new Map(tasks.map((task) => [task.id, lastRecord(states.get(task.id))]));
  const alike = mostByStage(tasks, last);
  return new Map(
    tasks.map((task): [string, Estimate] => {
      const record = last.get(task.id);
      const most = alike.get(task.graph.use);
      const scaled = record === undefined ? most?.seconds : record.seconds * extentRatio(task, record);
      const seconds = known(scaled);
      const secondsLeft = seconds === undefined ? undefined : seconds * shareLeft(task, states.get(task.id));
      const memory = known(record?.memory) ?? known(most?.memory) ?? modestMemory;
      const bytes = record === undefined ? known(most?.bytes) : bytesOf(record);
      return [task.id, { seconds, secondsLeft, memory, bytes }];
    }),
  );
}

type Most = Pick<TaskRecord, 'seconds' | 'memory'> & { readonly bytes: number };

function mostByStage(
  tasks: readonly PlannedTask[],
  last: ReadonlyMap<string, TaskRecord | undefined>,
): ReadonlyMap<string, Most> {
  const most = new Map<string, Most>();
  for (const { id, graph } of tasks) {
    const record = last.get(id);
    const { seconds = 0, memory = 0 } = record ?? {};
    const sofar = most.get(graph.use);
    most.set(graph.use, {
      seconds: Math.max(sofar?.seconds ?? 0, seconds),
      memory: Math.max(sofar?.memory ?? 0, memory),
      bytes: Math.max(sofar?.bytes ?? 0, record === undefined ? 0 : bytesOf(record)),
    });
  }
  return most;
}

/** In records, 0 stands for what is not known. */
function known(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}

function lastRecord(state: TaskState | undefined): TaskRecord | undefined {
  return state?.state === 'cached' ? state.record : state?.before;
}

/** How large what a record speaks of is. */
export function bytesOf({ outputs }: TaskRecord): number {
  return Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** What of a resumable computation is not kept yet. */
function shareLeft({ graph }: PlannedTask, state: TaskState | undefined): number {
  const { extent } = graph.stage.description;
  const goal = extent === undefined ? undefined : graph.parameters[extent];
  const from = state?.state === 'to run' ? state.resumesAt : undefined;
  return typeof goal === 'number' && goal > 0 && from !== undefined ? 1 - from / goal : 1;
}

/** How many times as far as the last time a resumable computation is to go. */
function extentRatio({ graph }: PlannedTask, { preimage }: TaskRecord): number {
  const { extent } = graph.stage.description;
  const goal = extent === undefined ? undefined : graph.parameters[extent];
  // A record's preimage was a planned task's.
  const before = extent === undefined ? undefined : (preimage.parameters as typeof graph.parameters)[extent];
  return typeof goal === 'number' && typeof before === 'number' && before > 0 ? goal / before : 1;
}

import type { JsonObject } from '../artifact/json.js';
import { BadInput } from '../stage/problem.js';
import { loadRun } from '../stage/registry.js';
import type { Observer } from '../stage/contract.js';
import type { Artifact } from '../store/records.js';
import { openStore, type Store } from '../store/store.js';
import { contextOf, type Effects } from './context.js';
import type { Failure } from './events.js';
import type { FromTask, TaskSpec, ToTask } from './messages.js';
import { assertCode, assertFiles } from './unchanged.js';

/** A task's own process: runs one stage, sends what happens to its parent, and ends with it. */

/** Asked to stop, a task ends at its next durable point. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

const stop = new AbortController();
/** Told before the task is. */
let threads = 1;

process.on('message', (message: ToTask) => {
  if (message.type === 'threads') ({ threads } = message);
  else if (message.type === 'stop') stop.abort(new Stopped('run again to go on'));
  else void main(message.spec);
});
// Terminals and job managers signal every process; the parent decides what it means.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('SIGHUP', () => undefined);
process.on('disconnect', () => process.exit(1));

async function main(spec: TaskSpec): Promise<void> {
  try {
    await send(await runTask(spec));
  } catch (error) {
    await send({ type: 'failed', failure: failureOf(error) });
  }
  process.disconnect();
}

async function runTask(spec: TaskSpec): Promise<FromTask> {
  const store = openStore(spec.store);
  const outputs: Record<string, Artifact> = {};
  let servedBy: JsonObject = {};
  assertCode(spec);
  const { run } = await loadRun(spec.run);
  const effects: Effects = {
    signal: stop.signal,
    progress: throttled(),
    threads: () => threads,
    servedBy: (facts) => (servedBy = { ...servedBy, ...facts }),
    written: (name, artifact) => (outputs[name] = artifact),
  };
  await assertFiles(spec);
  const result = await run(contextOf(spec, store, effects, await observersOf(spec, store)));
  await assertFiles(spec);
  // The system counts it in units of 1024 bytes.
  const memory = process.resourceUsage().maxRSS * 1024;
  return { type: 'done', outputs, failure: result?.failure ?? null, servedBy, memory };
}

/** Other tasks' measurements, made in passing while this one's network is in memory. */
async function observersOf(spec: TaskSpec, store: Store): Promise<readonly Observer[]> {
  const silent: Effects = {
    signal: stop.signal,
    progress: () => undefined,
    threads: () => threads,
    servedBy: () => undefined,
    written: () => undefined,
  };
  const observers: Observer[] = [];
  for (const other of spec.observers) {
    try {
      assertCode(other);
      const { observe } = await loadRun(other.run);
      if (observe !== undefined) observers.push(await observe(contextOf(other, store, silent, [])));
    } catch {
      // Its own task will measure, meet the same error, and report it under its own name.
    }
  }
  return observers;
}

const progressEvery = 100;

function throttled(): Effects['progress'] {
  let last = 0;
  return (progress) => {
    if (Date.now() - last < progressEvery && progress.done < progress.total) return;
    last = Date.now();
    process.send?.({ type: 'progress', progress } satisfies FromTask);
  };
}

function failureOf(error: unknown): Failure {
  if (error instanceof Stopped) return { kind: 'stopped', message: error.message };
  if (error instanceof BadInput) return { kind: 'bad input', problems: error.problems };
  if (error instanceof Error) return { kind: 'failed', message: error.message, details: error.stack ?? '' };
  return { kind: 'failed', message: String(error), details: '' };
}

function send(message: FromTask): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, undefined, {}, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

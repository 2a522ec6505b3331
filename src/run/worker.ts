import type { FromTask, TaskSpec, ToTask } from './messages.js';
import { performTask, Stopped, type TaskEffects } from './task.js';

/** A task's own process: runs one stage, sends what happens to its parent, and ends with it. */

const stop = new AbortController();
/** Told before the task is. */
let threads = 1;

process.on('message', (message: ToTask) => {
  if (message.type === 'threads') ({ threads } = message);
  else if (message.type === 'stop') stop.abort(new Stopped());
  else void main(message.spec);
});
// Terminals and job managers signal every process; the parent decides what it means.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('SIGHUP', () => undefined);
process.on('disconnect', () => process.exit(1));

async function main(spec: TaskSpec): Promise<void> {
  await send(await performTask(spec, { signal: stop.signal, progress: throttled(), threads: () => threads }));
  process.disconnect();
}

const progressEvery = 100;

function throttled(): TaskEffects['progress'] {
  let last = 0;
  return (progress) => {
    if (Date.now() - last < progressEvery && progress.done < progress.total) return;
    last = Date.now();
    process.send?.({ type: 'progress', progress } satisfies FromTask);
  };
}

function send(message: FromTask): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, undefined, {}, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

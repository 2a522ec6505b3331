import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Observable } from 'rxjs';
import type { Executor } from './executor.js';
import type { FromTask, ToTask } from './messages.js';

const worker = fileURLToPath(new URL('./worker.js', import.meta.url));

/** How much of what a task prints is kept for its failure's message. */
const keptOutput = 4000;

/**
 * Tasks hold few small objects and a few large arrays. A small young generation is enough for the first; for the second, glibc
 * is told to give every freed block of 256 KiB or more back to the system, which it otherwise stops doing after a while.
 */
const frugal = {
  execArgv: ['--max-semi-space-size=2'],
  env: { ...process.env, MALLOC_MMAP_THRESHOLD_: String(256 * 1024) },
};

/** Runs a task in a process of its own. Unsubscribing kills it. */
export const taskProcess: Executor = (spec, shares, signal) =>
  new Observable((subscriber) => {
    const child = fork(worker, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], ...frugal });
    let printed = '';
    const keep = (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-keptOutput));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const tell = (message: ToTask) => {
      // A child that has just ended cannot be told; its end is told to us.
      if (child.connected) child.send(message, () => undefined);
    };
    const stop = () => {
      tell({ type: 'stop' });
    };
    let answered = false;
    child.on('message', (message: FromTask) => {
      answered ||= message.type !== 'progress';
      subscriber.next(message);
    });
    child.on('error', (error) => {
      if (!answered) subscriber.error(error);
    });
    const sharing = shares.subscribe((threads) => {
      tell({ type: 'threads', threads });
    });
    child.on('close', (code, endedBy) => {
      sharing.unsubscribe();
      signal.removeEventListener('abort', stop);
      if (answered) subscriber.complete();
      else
        subscriber.error(
          new Error(
            `its process ended without an answer (${endedBy ?? `exit code ${String(code)}`}). ${printed}`.trim(),
          ),
        );
    });
    tell({ type: 'run', spec });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    return () => {
      sharing.unsubscribe();
      child.kill('SIGKILL');
    };
  });

import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Observable } from './streams.js';
import type { Executor } from './executor.js';
import type { FromTask, ToTask } from './messages.js';

const worker = fileURLToPath(new URL('./worker.js', import.meta.url));

/**
 * Tasks hold few small objects and a few large arrays. A small young generation is enough for the first; for the second, glibc
 * is told to give every freed block of 256 KiB or more back to the system, which it otherwise stops doing after a while.
 */
const frugal = {
  execArgv: ['--max-semi-space-size=2'],
  env: { ...process.env, MALLOC_MMAP_THRESHOLD_: String(256 * 1024) },
};

/** How many milliseconds what a process printed may take to arrive once it has ended. */
const lastWords = 1000;

/** Processes that run now. One that does not come back to its event loop would not see that this process has ended. */
const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Runs a task in a process of its own. Unsubscribing kills it. */
export const taskProcess = processWith({});

/** The same with these environment variables besides: `SAMEBITS_KERNELS` chooses what computes. */
export function processWith(environment: Readonly<Record<string, string>>): Executor {
  const env = { ...frugal.env, ...environment };
  return (spec, shares, signal) =>
    new Observable((subscriber) => {
      const child = fork(worker, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], ...frugal, env });
      alive.add(child);
      const tell = (message: ToTask) => {
        // A child that has just ended cannot be told; its end is told to us.
        if (child.connected) child.send(message, () => undefined);
      };
      const stop = () => {
        tell({ type: 'stop' });
      };
      let answered = false;
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding('utf8').on('data', (text: string) => {
          subscriber.next({ type: 'printed', text });
        });
      child.on('message', (message: FromTask) => {
        answered ||= message.type !== 'progress';
        subscriber.next(message);
      });
      child.on('error', (error) => {
        alive.delete(child);
        if (!answered) subscriber.error(error);
      });
      child.on('exit', () => {
        // What the task left behind may hold its output open for good.
        const leave = () => {
          for (const stream of [child.stdout, child.stderr]) stream?.destroy();
        };
        setTimeout(leave, lastWords).unref();
      });
      const sharing = shares.subscribe((threads) => {
        tell({ type: 'threads', threads });
      });
      child.on('close', (code, endedBy) => {
        alive.delete(child);
        sharing.unsubscribe();
        signal.removeEventListener('abort', stop);
        if (answered) subscriber.complete();
        else
          subscriber.error(
            new Error(`its process ended without an answer (${endedBy ?? `exit code ${String(code)}`}).`),
          );
      });
      tell({ type: 'run', spec });
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
      return () => {
        sharing.unsubscribe();
        signal.removeEventListener('abort', stop);
        child.kill('SIGKILL');
      };
    });
}

import { once } from 'node:events';

export interface Stop {
  readonly signal: AbortSignal;
  /** Listens no longer: the next signal has its usual effect. */
  readonly release: () => void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first Ctrl-C asks for an end at the next durable point; the second ends everything at once. So do the other ways to end a process. */
export function stopOnInterrupt(stopping: () => void): Stop {
  const controller = new AbortController();
  const stop = () => {
    // What ends this process also ends those of its tasks (src/run/process.ts).
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    stopping();
  };
  for (const name of signals) process.on(name, stop);
  const release = () => {
    for (const name of signals) process.off(name, stop);
  };
  return { signal: controller.signal, release };
}

/** Ends the process once all that was printed has left it, though something may still be going on that nobody waits for. */
export async function exit(code: number): Promise<never> {
  if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  process.exit(code);
}

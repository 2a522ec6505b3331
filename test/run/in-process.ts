import { Observable } from 'rxjs';
import type { Executor } from '../../src/run/executor.js';
import type { Store } from '../../src/store/store.js';
import { performTask, Stopped, type TaskEffects } from '../../src/run/task.js';

/**
 * Runs tasks in this process: the real stages with the real context, without the cost of a process each. A stage that does not
 * heed its signal cannot be ended here.
 */
export const inProcess: Executor = (...task) => inProcessOn(undefined)(...task);

/** The same on a store that is no folder. */
export const inProcessOn =
  (store: Store | undefined): Executor =>
  (spec, shares, signal) =>
    new Observable((subscriber) => {
      let threads = 1;
      const sharing = shares.subscribe((share) => (threads = share));
      const stop = new AbortController();
      const onAbort = () => {
        stop.abort(new Stopped());
      };
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
      const progress: TaskEffects['progress'] = (told) => {
        subscriber.next({ type: 'progress', progress: told });
      };
      void performTask(spec, { signal: stop.signal, progress, threads: () => threads }, store).then(
        (answer) => {
          subscriber.next(answer);
          subscriber.complete();
        },
      );
      return () => {
        sharing.unsubscribe();
        signal.removeEventListener('abort', onAbort);
        onAbort();
      };
    });

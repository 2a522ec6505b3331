import { lastValueFrom, tap } from '../../run/streams.js';
import { openCleanStore } from '../../audit/clean-store.js';
import { collect, type MarkedText } from '../../audit/markers/document.js';
import { tasksOf } from '../../audit/markers/shown.js';
import type { Made } from '../../audit/markers/source.js';
import { ancestorsOf } from '../../audit/markers/verified.js';
import type { Plan } from '../../plan/recipe.js';
import { cores } from '../../run/environment.js';
import type { RunEvent } from '../../run/events.js';
import { run } from '../../run/run.js';
import type { TaskRecord } from '../../store/records.js';
import { prepareKernels } from '../kernels.js';
import { exit, stopOnInterrupt } from '../stop.js';
import { failureText } from '../run/terminal.js';
import { seconds } from '../text.js';
import { tellerOf } from '../verify/teller.js';

/** Executes, in a temporary store where nothing was made before, all tasks that lead to the marked texts. */
export async function rerun(
  plan: Plan,
  marked: readonly MarkedText[],
  json: boolean,
): Promise<Made & { readonly remove: () => Promise<void> }> {
  const wanted = ancestorsOf(
    marked.flatMap((each) => namedTasks(each, plan)),
    plan,
  );
  const part = { ...plan, tasks: plan.tasks.filter(({ id }) => wanted.has(id)) };
  const teller = tellerOf(json);
  await prepareKernels(part, teller);
  const clean = await openCleanStore();
  const records = new Map<string, TaskRecord>();
  const stop = stopOnInterrupt(() => {
    teller.stopping();
  });
  const lines = teller.lines([...wanted]);
  const tell = (event: RunEvent): void => {
    if (event.event === 'started') lines?.started(event.task);
    else if (event.event === 'progress') lines?.progressed(event.task, event.progress);
    else if (event.event === 'made') {
      records.set(event.task, event.record);
      lines?.line(event.task, 'made', `${seconds(event.record.seconds)}  ${lines.ended(event.task)}`);
      const again = { event: 'made again', task: event.task };
      teller.event(again);
    } else if (event.event === 'failed') {
      lines?.ended(event.task);
      lines?.line(event.task, 'FAILED', failureText(event.failure));
      teller.event(event);
    }
  };
  const options = { jobs: cores(), cores: cores(), signal: stop.signal };
  await lastValueFrom(run(part, clean.store, options).pipe(tap(tell)), { defaultValue: undefined });
  stop.release();
  // The temporary store goes with the process.
  if (stop.signal.aborted) await exit(130);
  return { records, store: clean.store, remove: () => clean.remove() };
}

/** What a marker names wrongly is told when its text is looked at. */
function namedTasks({ marker, place }: MarkedText, plan: Plan): readonly string[] {
  const found: string[] = [];
  collect([], () => found.push(...tasksOf(marker, plan, place)));
  return found;
}

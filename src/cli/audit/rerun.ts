import { lastValueFrom, tap } from 'rxjs';
import { openCleanStore } from '../../audit/clean-store.js';
import { collect, type MarkedText } from '../../audit/markers/document.js';
import { tasksOf } from '../../audit/markers/shown.js';
import { ancestorsOf } from '../../audit/markers/verified.js';
import type { Plan } from '../../plan/recipe.js';
import { cores } from '../../run/environment.js';
import { run } from '../../run/run.js';
import type { TaskRecord } from '../../store/records.js';
import type { Made } from './audited.js';
import { shown } from '../text.js';

/** Executes, in a temporary store where nothing was made before, all tasks that lead to the marked texts. */
export async function rerun(plan: Plan, marked: readonly MarkedText[]): Promise<Made> {
  const wanted = ancestorsOf(
    // What a marker names wrongly is told when it is read.
    marked.flatMap(({ marker, place }) => {
      const found: string[] = [];
      collect([], () => found.push(...tasksOf(marker, plan, place)));
      return found;
    }),
    plan,
  );
  const clean = await openCleanStore();
  const part = { ...plan, tasks: plan.tasks.filter(({ id }) => wanted.has(id)) };
  const records = new Map<string, TaskRecord>();
  const signal = stopOnInterrupt();
  const told = tap((event) => {
    if (event.event === 'made') records.set(event.task, event.record);
    if (event.event === 'made' || event.event === 'failed')
      process.stderr.write(`  ${shown(event.task)}  ${event.event === 'made' ? 'made again' : 'FAILED'}\n`);
  }) satisfies Parameters<ReturnType<typeof run>['pipe']>[0];
  await lastValueFrom(run(part, clean.store, { jobs: cores(), cores: cores(), signal }).pipe(told), {
    defaultValue: undefined,
  });
  return { records, store: clean.store, remove: () => clean.remove() };
}

/** The first Ctrl-C lets tasks end; the second ends everything at once. */
function stopOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.on('SIGINT', () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  });
  return controller.signal;
}

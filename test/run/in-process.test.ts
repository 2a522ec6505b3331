import test from 'ava';
import { lastValueFrom, toArray } from 'rxjs';
import type { RunEvent } from '../../src/run/events.js';
import { run } from '../../src/run/run.js';
import { openStore } from '../../src/store/store.js';
import { makeProject, sums } from '../project.js';
import { inProcess } from './in-process.js';

test('a run within one process keeps the records that a run with a process each keeps', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  const plan = await project.plan('pipelines/p.json');
  const { signal } = new AbortController();
  const store = openStore(`${project.folder}/another-store`);
  const here = await lastValueFrom(
    run(plan, store, { jobs: 2, cores: 2, signal, executor: inProcess }).pipe(toArray()),
  );
  const made = (events: readonly RunEvent[]) =>
    events
      .flatMap((event) => (event.event === 'made' ? [event.record] : []))
      .map(({ task, key, outputs, failure }) => ({ task, key, outputs, failure }))
      .sort((a, b) => (a.task < b.task ? -1 : 1));
  const elsewhere = await project.run('pipelines/p.json');
  t.is(made(here).length, 3);
  t.deepEqual(made(here), made(elsewhere));
});

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { lastValueFrom, toArray } from 'rxjs';
import { isDigest, type Digest } from '../../src/artifact/digest.js';
import { expand } from '../../src/plan/expand.js';
import { load, parseSetting } from '../../src/plan/load.js';
import { reachOf } from '../../src/plan/reach.js';
import { planOf, type Plan } from '../../src/plan/recipe.js';
import { statesOf, type TaskState } from '../../src/plan/state.js';
import type { RunEvent } from '../../src/run/events.js';
import { run } from '../../src/run/run.js';
import type { Files } from '../../src/store/files.js';
import { openStore, type Store } from '../../src/store/store.js';
import { memoryDisk } from '../store/memory-disk.js';
import { inProcessOn } from './in-process.js';
import { contentOf, damage, filesBelow } from './random/damage.js';
import { edit, edited, model, pipelineOf, type Edit, type Model } from './random/pipelines.js';
import { makeVersions, type Versions } from './random/stages.js';
import { times } from '../thorough.js';

interface World {
  readonly versions: Versions;
  readonly files: Files;
  readonly store: Store;
  model: Model;
  version: number;
}

/** Makes one change, and says the settings of the next run alone. */
async function change(world: World, step: Edit): Promise<readonly string[]> {
  world.model = edited(world.model, step);
  if (step.edit === 'code') world.version = step.version;
  if (step.edit === 'damage') {
    const there = await filesBelow(world.files, `/store/${step.what}`);
    const file = there[step.pick % Math.max(1, there.length)];
    if (file !== undefined) await damage(world.files, file, step.how);
  }
  if (step.edit !== 'set') return [];
  const at = step.at % world.model.stages.length;
  const { use, variable } = world.model.stages[at] ?? {};
  // A variable that is then used no longer would be a mistake; of the seed only the page's text tells.
  return use === 'number' && variable === undefined ? [`s${at}.with.value=${step.value}`] : ['seed=7'];
}

async function planned({ versions, version, model }: World, settings: readonly string[]): Promise<Plan> {
  const file = join(versions.folder, 'random.json');
  await writeFile(file, JSON.stringify(pipelineOf(model, versions.sources)));
  const reach = reachOf(versions.projects[version] ?? '', [versions.folder]);
  return planOf(await expand(await load(file, settings.map(parseSetting), reach)));
}

async function allRun(plan: Plan, store: Store, jobs: number): Promise<readonly RunEvent[]> {
  const { signal } = new AbortController();
  const options = { jobs, cores: jobs, memory: Infinity, keepGoing: true, signal };
  return lastValueFrom(run(plan, store, { ...options, executor: inProcessOn(store) }).pipe(toArray()));
}

/** The keys whose records are there with all their bytes, whatever asks for them. */
async function intactKeys(files: Files): Promise<ReadonlySet<Digest>> {
  const store = openStore('/store', files);
  const intact = new Set<Digest>();
  for (const file of await filesBelow(files, '/store/pointers')) {
    const key = file.replace(/^.*\/pointers\/[^/]+\//, '').replaceAll('/', '');
    const record = isDigest(key) ? await store.records.find(key) : undefined;
    const damages = await Promise.all(
      Object.values(record?.outputs ?? {}).map(({ digest }) => store.objects.check(digest)),
    );
    if (record !== undefined && damages.every((found) => found === undefined)) intact.add(record.key);
  }
  return intact;
}

interface Seen {
  readonly plan: Plan;
  readonly states: ReadonlyMap<string, TaskState>;
  readonly events: readonly RunEvent[];
  readonly before: ReadonlySet<Digest>;
}

/** What does not agree between what the plan said and what the run did: nothing, it is hoped. */
function disagreements({ plan, states, events, before }: Seen): readonly string[] {
  const tasksOf = (kind: RunEvent['event']) =>
    new Set(events.filter(({ event }) => event === kind).map(({ task }) => task));
  const [started, cached, skipped] = [tasksOf('started'), tasksOf('cached'), tasksOf('skipped')];
  const settled = ({ event }: RunEvent) => event !== 'progress' && event !== 'started';
  const wrong: string[] = [];
  const expect = (truth: boolean, what: string) => {
    if (!truth) wrong.push(what);
  };
  for (const { id, graph } of plan.tasks) {
    const state = states.get(id);
    const ways = [started, cached, skipped].filter((way) => way.has(id)).length;
    expect(ways === 1, `${id} settled in ${ways} ways`);
    if (state?.state === 'cached') expect(cached.has(id), `${id} was called cached`);
    if (state?.state === 'to run') expect(started.has(id), `${id} was called to run`);
    if (state?.state !== 'waiting') continue;
    const inputs = new Set(graph.inputs.map(({ task }) => task.id));
    const unmade = [...inputs].filter((input) => states.get(input)?.state !== 'cached');
    const twins = state.on.filter((other) => !inputs.has(other));
    expect(twins.length === 0 || unmade.length === 0, `${id} waits on a twin though it cannot have a key`);
    expect(
      unmade.every((input) => state.on.includes(input)),
      `${id} does not say what it waits on`,
    );
    const place = events.findIndex(({ task }) => task === id);
    for (const other of state.on)
      expect(
        events.findIndex((event) => event.task === other && settled(event)) < place,
        `${id} did not wait for ${other}`,
      );
  }
  for (const event of events)
    if (event.event === 'made') expect(!before.has(event.key), `${event.task} was made though it was there`);
  return wrong;
}

/** After a run all that has a record is cached, with the same key, and nothing else is. */
function afterwards(events: readonly RunEvent[], states: ReadonlyMap<string, TaskState>): readonly string[] {
  const keys = new Map<string, Digest>();
  for (const event of events)
    if (event.event === 'made' || event.event === 'cached') keys.set(event.task, event.key);
  return [...states].flatMap(([id, state]) => {
    const key = state.state === 'cached' ? state.key : undefined;
    return key === keys.get(id) ? [] : [`after the run ${id} is ${state.state}`];
  });
}

type Tally = Record<'cutOff' | 'twins' | 'resumed' | 'rebuilt' | 'skipped', number>;

/** Counts the cases that a plan has to get right. */
function tally(
  { tasks }: Plan,
  states: ReadonlyMap<string, TaskState>,
  events: readonly RunEvent[],
  seen: Tally,
): void {
  const inputs = new Map(tasks.map(({ id, graph }) => [id, graph.inputs.map(({ task }) => task.id)]));
  for (const event of events) {
    const state = states.get(event.task);
    const reads = inputs.get(event.task) ?? [];
    if (state?.state === 'waiting' && event.event === 'cached')
      seen[state.on.every((other) => reads.includes(other)) ? 'cutOff' : 'twins']++;
    if (event.event === 'started' && event.resumesAt !== undefined) seen.resumed++;
    if (event.event === 'started' && event.why.reason === 'damaged') seen.rebuilt++;
    if (event.event === 'skipped') seen.skipped++;
  }
}

test('whatever is changed or damaged, a run does what the plan says, and only what has no whole record', async (t) => {
  const versions = await makeVersions(t);
  const seen = { compared: 0, cutOff: 0, twins: 0, resumed: 0, rebuilt: 0, skipped: 0 };
  await fc.assert(
    fc.asyncProperty(
      model,
      fc.array(edit, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 3 }),
      async (first, edits, jobs) => {
        const { files } = memoryDisk();
        const store = openStore('/store', files);
        const world: World = { versions, files, store, model: first, version: 0 };
        for (const step of [{ edit: 'nothing' as const }, ...edits]) {
          const plan = await planned(world, await change(world, step));
          const before = await intactKeys(files);
          const content = await contentOf(files, '/store');
          const states = await statesOf(plan, store);
          assert.deepEqual(await contentOf(files, '/store'), content, 'a plan changes nothing');
          const events = await allRun(plan, store, jobs);
          assert.deepEqual(disagreements({ plan, states, events, before }), []);
          assert.deepEqual(afterwards(events, await statesOf(plan, store)), []);
          seen.compared++;
          tally(plan, states, events, seen);
        }
      },
    ),
    { numRuns: times(200, 500), includeErrorInReport: true },
  );
  t.log(JSON.stringify(seen));
  // What makes the plan's work hard has happened, or this would show little.
  t.true(Object.values(seen).every((count) => count > 0));
});

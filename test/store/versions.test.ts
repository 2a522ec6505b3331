import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test from 'ava';
import { digestOf } from '../../src/artifact/digest.js';
import { openStore } from '../../src/store/store.js';
import { samebits } from '../command.js';
import type { Project } from '../project.js';
import { eventsOf, makeCountingProject, outputsOf, pipelineFile, tasksOf } from './counting-project.js';

/** Makes of every record one that a later version wrote; the names and texts of what that version then has. */
async function ofALaterVersion({ store: { root } }: Project): Promise<Readonly<Record<string, string>>> {
  const ours = join(root, 'pointers', 'tasks-2');
  const kept: Record<string, string> = {};
  for (const pointer of await readdir(ours, { recursive: true })) {
    if (!pointer.includes('/')) continue;
    const id = (await readFile(join(ours, pointer), 'utf8')).trimEnd();
    const before = join(root, 'records', id.slice(0, 2), `${id.slice(2)}.json`);
    const text = (await readFile(before, 'utf8')).replace('samebits/record/2', 'samebits/record/3');
    await rm(before);
    const later = digestOf(text);
    const [record, theirs] = [
      join(root, 'records', later.slice(0, 2), `${later.slice(2)}.json`),
      join(root, 'pointers', 'tasks-3', pointer),
    ];
    for (const file of [record, theirs]) await mkdir(dirname(file), { recursive: true });
    await writeFile(record, text);
    await writeFile(theirs, `${later}\n`);
    kept[record] = text;
    kept[theirs] = `${later}\n`;
  }
  await rm(ours, { recursive: true });
  return kept;
}

async function textsOf(files: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const texts = files.map(async (file) => [file, await readFile(file, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

test('records of a later version count as absent, are left as they are, and the run says once that there are such', async (t) => {
  const project = await makeCountingProject(t);
  const plan = await project.plan(pipelineFile);
  const outputs = outputsOf(await eventsOf(plan, project.store));
  const kept = await ofALaterVersion(project);
  t.is(Object.keys(kept).length, 8);
  const said = await samebits(project.folder, 'run', pipelineFile);
  t.is(said.code, 0, said.out + said.err);
  t.is(said.out.split('another version of samebits (samebits/record/3)').length, 2, said.out);
  t.deepEqual(await textsOf(Object.keys(kept)), kept);
  const again = await eventsOf(plan, openStore(project.store.root));
  t.deepEqual(outputsOf(again), outputs);
  t.is(tasksOf(again, 'cached').length, 4);
});

test('a record of a later version under a pointer of ours is left as it is, and the task is made anew', async (t) => {
  const project = await makeCountingProject(t);
  const plan = await project.plan(pipelineFile);
  await eventsOf(plan, project.store);
  const kept = await ofALaterVersion(project);
  const pointers = join(project.store.root, 'pointers');
  await rename(join(pointers, 'tasks-3'), join(pointers, 'tasks-2'));
  const records = Object.keys(kept).filter((file) => file.endsWith('.json'));
  const events = await eventsOf(plan, openStore(project.store.root));
  t.is(tasksOf(events, 'made').length, 4);
  t.true(events.every((event) => event.event !== 'started' || event.why.reason === 'another version'));
  t.deepEqual(await textsOf(records), Object.fromEntries(records.map((file) => [file, kept[file]])));
});

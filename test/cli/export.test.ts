import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { digestOf } from '../../src/artifact/digest.js';
import { samebits } from '../command.js';
import { makeProject, sums, type Project } from '../project.js';

interface Entity {
  readonly '@id': string;
  readonly '@type': string | readonly string[];
  readonly [name: string]: unknown;
}

async function ran(t: ExecutionContext): Promise<Project> {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  await project.run('pipelines/p.json');
  return project;
}

async function exported(project: Project, folder: string): Promise<readonly Entity[]> {
  await samebits(project.folder, 'export', 'pipelines/p.json', '--to', folder);
  const text = await readFile(join(project.folder, folder, 'ro-crate-metadata.json'), 'utf8');
  return (JSON.parse(text) as { '@graph': readonly Entity[] })['@graph'];
}

/** Every `{ "@id": … }` in a value. */
function referred(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referred);
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.entries(value);
  const [only, ...others] = members;
  if (only?.[0] === '@id' && others.length === 0) return [String(only[1])];
  return members.flatMap(([, member]) => referred(member));
}

test('a crate holds every artifact and record of the run, each with the bytes its metadata says', async (t) => {
  const project = await ran(t);
  const graph = await exported(project, 'p.crate');
  const files = graph.filter((entity) => [entity['@type']].flat().includes('File'));
  for (const file of files) {
    const bytes = await readFile(join(project.folder, 'p.crate', decodeURIComponent(file['@id'])));
    t.is(file.sha256, digestOf(bytes));
    t.is(file.contentSize, String(bytes.byteLength));
  }
  const root = graph.find((entity) => entity['@id'] === './');
  t.deepEqual([...referred(root?.hasPart)].sort(), files.map((file) => file['@id']).sort());
  // Two numbers with a table and the same note, and their sum.
  t.is((await readdir(join(project.folder, 'p.crate/artifacts'))).length, 4);
  t.is((await readdir(join(project.folder, 'p.crate/records'))).length, 3);
});

test('what a crate refers to, it says something of', async (t) => {
  const graph = await exported(await ran(t), 'p.crate');
  const known = new Set(graph.map((entity) => entity['@id']));
  t.is(known.size, graph.length);
  const outside = /^https:\/\/(w3id.org\/ro\/crate|bioschemas.org)\//;
  const unknown = graph.flatMap((entity) => referred(Object.values(entity))).filter((id) => !known.has(id));
  t.deepEqual(
    unknown.filter((id) => !outside.test(id)),
    [],
  );
});

test('an action says which tool made what from what, and when', async (t) => {
  const graph = await exported(await ran(t), 'p.crate');
  const action = graph.find((entity) => entity['@id'] === '#execution/total');
  t.like(action, { '@type': 'CreateAction', actionStatus: 'http://schema.org/CompletedActionStatus' });
  t.deepEqual(
    referred(action?.object).filter((id) => id.startsWith('artifacts/')),
    ['artifacts/one-2.table.csv', 'artifacts/one-3.table.csv'],
  );
  t.deepEqual(referred(action?.result), ['artifacts/total.table.csv']);
  t.regex(referred(action?.instrument)[0] ?? '', /^#stage\/\.%2Fstages%2Fsum\/[0-9a-f]{12}$/);
});

test('the same records give the same crate', async (t) => {
  const project = await ran(t);
  t.deepEqual(await exported(project, 'a.crate'), await exported(project, 'b.crate'));
});

test('a crate is told from the records alone: the pipeline and its stages may be gone', async (t) => {
  const project = await ran(t);
  const before = await exported(project, 'a.crate');
  await project.write('pipelines/p.json', '{}');
  await project.write('stages/sum/declaration.js', 'syntax error');
  const { code } = await samebits(project.folder, 'export', 'sums', '--to', 'b.crate');
  t.is(code, 0);
  const after = await readFile(join(project.folder, 'b.crate/ro-crate-metadata.json'), 'utf8');
  t.deepEqual((JSON.parse(after) as { '@graph': unknown })['@graph'], before);
});

test('where a folder is there already, or bytes are not, nothing is written', async (t) => {
  const project = await ran(t);
  await exported(project, 'p.crate');
  const again = await samebits(project.folder, 'export', 'pipelines/p.json', '--to', 'p.crate');
  t.is(again.code, 2);
  t.regex(again.err, /this is there already\. {2}Name another folder with --to/);
  const [record] = await project.run('pipelines/p.json');
  const digest = record?.event === 'cached' ? record.record.outputs.table?.digest : undefined;
  if (digest === undefined) throw new Error('the run must be cached');
  await writeFile(project.store.objects.file(digest), 'other bytes');
  const before = await readdir(project.folder);
  const damaged = await samebits(project.folder, 'export', 'pipelines/p.json', '--to', 'q.crate');
  t.is(damaged.code, 1);
  t.regex(damaged.err, /does not match its name/);
  t.deepEqual(await readdir(project.folder), before);
});

test('a folder beside the crate that has the name of an unfinished one is neither taken into it nor removed', async (t) => {
  const project = await ran(t);
  await project.write('p.crate.unfinished/mine.txt', 'mine');
  const { code, err } = await samebits(project.folder, 'export', 'pipelines/p.json', '--to', 'p.crate');
  t.is(code, 2);
  t.regex(err, /p\.crate\.unfinished {2}this is there already/);
  t.is(await readFile(join(project.folder, 'p.crate.unfinished/mine.txt'), 'utf8'), 'mine');
});

test('a licence is an address', async (t) => {
  const project = await ran(t);
  const { code, err } = await samebits(project.folder, 'export', 'sums', '--licence', 'nonsense');
  t.is(code, 2);
  t.regex(err, /a licence is given by its address/);
});

test('a pipeline that was not run is bad input, with the nearest that was', async (t) => {
  const project = await ran(t);
  const { code, err } = await samebits(project.folder, 'export', 'smus');
  t.is(code, 2);
  t.regex(err, /^smus {2}there is no run of this pipeline in the store\. {2}Did you mean sums\?/);
});

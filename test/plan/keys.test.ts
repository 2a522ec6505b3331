import { readFile } from 'node:fs/promises';
import test from 'ava';
import { canonicalJson, digestOf, digestOfJson } from '../../src/artifact/digest.js';
import type { JsonObject } from '../../src/artifact/json.js';
import { chainKeyOf, keyOf, keyPreimage } from '../../src/plan/recipe.js';
import { recordId, type TaskRecord } from '../../src/store/records.js';
import { makeProject, sums } from '../project.js';

/** A stage whose code never changes, so that all digests that a task has can be pinned. */
const stage = {
  'package.json': '{"name":"pinned","type":"module"}',
  'stages/steps/declaration.js': `export const declaration = {
    name: 'steps', version: 3, title: '', description: '', extent: 'updates',
    parameters: { type: 'object', properties: { updates: { type: 'integer', default: 10 }, rate: { type: 'number', default: 0.5 } } },
    inputs: { from: { description: '', outputs: ['out'], optional: true } },
    outputs: { out: { mediaType: 'text/plain', description: '' } } };`,
  'stages/steps/run.js': `import { text } from './text.js'; export const run = ({ write }) => write('out', text);`,
  'stages/steps/text.js': `export const text = 'done';`,
};

const pipeline = {
  name: 'pinned',
  stages: {
    first: { use: './stages/steps' },
    second: { use: './stages/steps', with: { rate: 0.25 }, inputs: { from: 'first' } },
  },
};

async function pinned(t: Parameters<typeof makeProject>[0]) {
  const project = await makeProject(t);
  for (const [file, text] of Object.entries(stage)) await project.write(file, text);
  await project.write('pipelines/pinned.json', pipeline);
  const { tasks } = await project.plan('pipelines/pinned.json');
  const second = tasks[1];
  if (second === undefined) throw new Error('there are two tasks');
  const out = { digest: digestOf('done'), mediaType: 'text/plain', bytes: 4, description: {} };
  return { task: second, preimage: keyPreimage(second, () => ({ out })) };
}

test('the listing, code, recipe, key and chain of a task are those that docs/keys.md gives', async (t) => {
  const { task, preimage } = await pinned(t);
  const examples = await examplesIn('docs/keys.md');
  t.deepEqual(task.code.listing, examples['samebits/code/1']?.value);
  t.deepEqual(preimage, examples['samebits/key/1']?.value);
  const digests: Readonly<Record<string, string>> = {
    'samebits/code/1': task.code.digest,
    'samebits/recipe/1': task.recipe,
    'samebits/key/1': keyOf(preimage),
    'samebits/chain/1': chainKeyOf(preimage, 'updates'),
  };
  for (const [domain, digest] of Object.entries(digests)) t.is(examples[domain]?.digest, digest, domain);
});

test('every example of docs/keys.md has the digest that the page gives', async (t) => {
  const examples = await examplesIn('docs/keys.md');
  t.deepEqual(Object.keys(examples).sort(), [
    'samebits/chain/1',
    'samebits/code/1',
    'samebits/data/1',
    'samebits/key/1',
    'samebits/probe/1',
    'samebits/recipe/1',
  ]);
  for (const [domain, { value, digest }] of Object.entries(examples))
    t.is(digest, digestOfJson(domain, value), domain);
});

test('records, memos and listings are named by their canonical text alone, without a domain', async (t) => {
  const { store } = await makeProject(t);
  const text = '{"files":{},"packages":{}}';
  t.is(await store.objects.put(Buffer.from(canonicalJson({ packages: {}, files: {} }))), digestOf(text));
  t.is('1312cee593b408dc917cf5406ef4f4391b99d8e1bd64d04427a2eb848d9a5a85', digestOf(text));
  const key = digestOf('key');
  await store.memo.remember(key, 1);
  t.is(await store.objects.check(digestOf(`{"key":"${key}","value":1}`)), undefined);
  const record: TaskRecord = {
    ...{ format: 'samebits/record/2', task: 't', key, preimage: {}, listing: digestOf(text), chain: null },
    ...{ outputs: {}, failure: null, environment: {}, startedAt: '', seconds: 0, memory: 0 },
  };
  t.is(await store.records.keep(record), digestOf(canonicalJson(record)));
  t.is(recordId(record), digestOf(canonicalJson(record)));
});

/** The digests and texts that a page gives: "`domain` → `digest`", then a block of JSON. */
async function examplesIn(
  page: string,
): Promise<Readonly<Record<string, { readonly digest: string; readonly value: JsonObject }>>> {
  const text = await readFile(page, 'utf8');
  const found = text.matchAll(/^`(samebits\/\w+\/\d)` → `([0-9a-f]{64})`\n\n```json\n(.*?)```/gms);
  return Object.fromEntries(
    [...found].map(([, domain = '', digest = '', json = '']) => [
      domain,
      { digest, value: JSON.parse(json) as JsonObject },
    ]),
  );
}

test('a chain does not depend on how far it goes, a key does', async (t) => {
  const { preimage } = await pinned(t);
  const longer = { ...preimage, parameters: { updates: 3000, rate: 0.25 } };
  t.is(chainKeyOf(longer, 'updates'), chainKeyOf(preimage, 'updates'));
  t.not(keyOf(longer), keyOf(preimage));
});

test('recipes are the same in every folder, and for a default that is written down', async (t) => {
  const [one, two] = [await makeProject(t), await makeProject(t)];
  await one.write('pipelines/p.json', sums);
  await two.write('pipelines/p.json', {
    ...sums,
    stages: { ...sums.stages, total: { ...sums.stages.total, with: { plus: 0 } } },
  });
  const recipes = async (project: typeof one) =>
    (await project.plan('pipelines/p.json')).tasks.map(({ recipe }) => recipe);
  t.deepEqual(await recipes(one), await recipes(two));
});

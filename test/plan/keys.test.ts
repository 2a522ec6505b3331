import test from 'ava';
import { digestOfJson } from '../../src/artifact/digest.js';
import { chainKeyOf, keyOf } from '../../src/plan/recipe.js';
import { makeProject, sums } from '../project.js';

const preimage = {
  stage: 'train',
  version: 1,
  parameters: { activation: 'tanh', learningRate: 0.01, updates: 1500 },
  files: {},
  pipeline: {},
  code: 'c0de',
  inputs: [{ role: 'data', cell: {}, output: 'train', digest: 'd1', mediaType: 'text/csv', description: {} }],
};

test('a key, a chain and a code digest are these digests of these texts', (t) => {
  const code = { files: { 'run.js': 'f1' }, packages: { 'rxjs@7.8.2': 'sha512-x' } };
  const digests: readonly string[] = [
    keyOf(preimage),
    chainKeyOf(preimage, 'updates'),
    digestOfJson('samebits/code/1', code),
  ];
  t.deepEqual(digests, [
    '84997ab8a9177229e2365880e9c0d11c648ed6f57107bc656bc04b7fe8b425e5',
    '6ed3663e26e9072e0f175ff6655d03fd5ecf5038da1c6f4de50e9f4b8e7c91ac',
    'b384ef56f188e7d548dccb041a91383134cf85dba9e6faa6a28dbd56d295d079',
  ]);
});

test('a chain does not depend on how far it goes, a key does', (t) => {
  const longer = { ...preimage, parameters: { ...preimage.parameters, updates: 3000 } };
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

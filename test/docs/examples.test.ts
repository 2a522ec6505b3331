import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { samebits } from '../command.js';
import { makeProject } from '../project.js';

/** The code blocks of a page, in order. */
async function blocksOf(page: string, language: string): Promise<readonly string[]> {
  const text = await readFile(page, 'utf8');
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, code = '']) => code);
}

test("the README's pipeline is a pipeline", async (t) => {
  const project = await makeProject(t);
  const [pipeline = ''] = await blocksOf('README.md', 'json');
  await project.write('pipelines/depths.json', pipeline);
  const { tasks } = await project.plan('pipelines/depths.json');
  t.deepEqual(
    tasks.map(({ id }) => id),
    [
      'shapes',
      'network[standard]',
      'network[normalised]',
      'probe[standard]',
      'probe[normalised]',
      'sd',
      'report',
    ],
  );
});

test('the stage of docs/stages.md does what it says, in a project that has samebits installed', async (t) => {
  const project = await makeProject(t);
  const [declaration = '', run = ''] = await blocksOf('docs/stages.md', 'js');
  await project.write('stages/mean/declaration.js', declaration);
  await project.write('stages/mean/run.js', run);
  await mkdir(join(project.folder, 'node_modules'));
  await symlink(process.cwd(), join(project.folder, 'node_modules/samebits'));
  const claim = {
    id: 'mean',
    statement: 'The mean is the number.',
    of: 'average.mean',
    column: 'mean',
    reference: 7,
    within: { absolute: 0 },
  };
  await project.write('pipelines/p.json', {
    name: 'p',
    stages: {
      one: { use: './stages/number', with: { value: 7 } },
      average: { use: './stages/mean', inputs: { table: 'one.table' }, with: { column: 'value' } },
    },
    claims: [{ ...claim, within: { absolute: 0.001 } }],
  });
  const { code, out } = await samebits(project.folder, 'run', 'pipelines/p.json');
  t.regex(out, /● {2}mean {2}7 /);
  t.is(code, 0);
});

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { chainKeyOf, keyPreimage, type Plan, type PlannedTask } from '../../src/plan/recipe.js';
import { statesOf } from '../../src/plan/state.js';
import { BadInput } from '../../src/stage/problem.js';
import { foreignProject } from '../foreign.js';

const file = 'pipelines/p.json';

function taskOf({ tasks }: Plan, wanted: string): PlannedTask {
  const task = tasks.find(({ id }) => id === wanted);
  if (task === undefined) throw new RangeError(`there is no task ${wanted}`);
  return task;
}

function preimageOf(plan: Plan, task: string) {
  return keyPreimage(taskOf(plan, task), () => ({}));
}

test('a stage whose bytes depend on the machine, and all that is made from it, are machine-bound', async (t) => {
  const project = await foreignProject(t);
  const bound = async (...settings: string[]) =>
    (await project.plan(file, ...settings)).tasks.flatMap(({ id, machineBound }) =>
      machineBound ? [id] : [],
    );
  t.deepEqual([...(await bound())].sort(), ['below', 'theirs']);
  t.deepEqual(await bound('theirs.with.engine=ours'), []);
});

test('the machine is in the key and in the chain, but not in the recipe', async (t) => {
  const project = await foreignProject(t);
  const here = await project.plan(file);
  await project.moveTo('8');
  const there = await project.plan(file);
  t.deepEqual(preimageOf(here, 'theirs').machine, { cpu: '7' });
  t.deepEqual(preimageOf(there, 'theirs').machine, { cpu: '8' });
  t.not(chainKeyOf(preimageOf(here, 'theirs'), 'steps'), chainKeyOf(preimageOf(there, 'theirs'), 'steps'));
  t.is(taskOf(here, 'theirs').recipe, taskOf(there, 'theirs').recipe);
});

test('the key of a stage that says nothing of the machine has no such member', async (t) => {
  const project = await foreignProject(t);
  t.false('machine' in preimageOf(await project.plan(file), 'one'));
  t.false('machine' in preimageOf(await project.plan(file, 'theirs.with.engine=ours'), 'theirs'));
});

test('on another machine the task is to run again, and the plan names what differs', async (t) => {
  const project = await foreignProject(t);
  await project.run(file);
  t.is((await statesOf(await project.plan(file), project.store)).get('theirs')?.state, 'cached');
  await project.moveTo('8');
  const states = await statesOf(await project.plan(file), project.store);
  t.like(states.get('theirs'), {
    state: 'to run',
    why: { reason: 'changed', differences: [{ field: 'machine.cpu', before: '7', after: '8' }] },
  });
  t.is(states.get('ours')?.state, 'cached');
});

test('of what another machine makes alike nothing is made again, and the first machine finds its own', async (t) => {
  const project = await foreignProject(t);
  await project.run(file);
  const madeAgain = async () =>
    (await project.run(file)).filter(({ event }) => event === 'made').map(({ task }) => task);
  await project.moveTo('7.0');
  t.deepEqual(await madeAgain(), ['theirs']);
  await project.moveTo('7');
  t.deepEqual(await madeAgain(), []);
});

test('a machine that cannot be had is told where the pipeline asks for it', async (t) => {
  const project = await foreignProject(t);
  await project.write(
    'stages/foreign/machine.js',
    `import { BadInput } from ${JSON.stringify(pathToFileURL(resolve('dist/src/stage/problem.js')).href)};
     export const cpu = () => { throw new BadInput({ place: 'a machine', rule: 'there is none.', remedy: 'Buy one.' }); };`,
  );
  const error = await t.throwsAsync(project.plan(file), { instanceOf: BadInput });
  t.regex(
    error.message,
    /pipelines\/p\.json:\d+:\d+ {2}theirs needs a machine: there is none\. {2}Buy one\.$/,
  );
});

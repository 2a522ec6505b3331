import test from 'ava';
import type { TaskState } from '../../src/plan/state.js';
import { estimatesOf } from '../../src/run/estimates.js';
import { makeProject, sums, type Project } from '../project.js';

const megabyte = 2 ** 20;

interface Costs {
  readonly seconds: number;
  readonly memory?: number;
}

/** The record of a task of the project's first run, with these costs. */
async function recordsOf(project: Project): Promise<(task: string, costs: Costs) => TaskState> {
  const events = await project.run('pipelines/p.json');
  return (task, { seconds, memory }) => {
    const event = events.find((each) => each.event === 'made' && each.task === task);
    if (event?.event !== 'made') throw new Error(`${task} was not made`);
    return {
      state: 'waiting',
      on: [],
      before: { ...event.record, seconds, memory: memory ?? event.record.memory },
    };
  };
}

test('a task is expected to take what it last took, and one that was never made what others of its stage took at most', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  const recordOf = await recordsOf(project);
  const plan = await project.plan('pipelines/p.json', 'matrix.value=[2,3,4]');
  const states = new Map([
    ['one[2]', recordOf('one[2]', { seconds: 10, memory: 100 * megabyte })],
    ['one[3]', recordOf('one[3]', { seconds: 20, memory: 50 * megabyte })],
  ]);
  const estimates = estimatesOf(plan, states);
  t.deepEqual(estimates.get('one[2]'), { seconds: 10, memory: 100 * megabyte });
  t.deepEqual(estimates.get('one[4]'), { seconds: 20, memory: 100 * megabyte });
  t.deepEqual(estimates.get('total'), { seconds: undefined, memory: 256 * megabyte });
});

test('a record that does not know its memory tells nothing of it', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', sums);
  const recordOf = await recordsOf(project);
  const states = new Map([['one[2]', recordOf('one[2]', { seconds: 10, memory: 0 })]]);
  const estimates = estimatesOf(await project.plan('pipelines/p.json'), states);
  t.is(estimates.get('one[2]')?.memory, 256 * megabyte);
});

test('what can be continued is expected to take as long an update as it last took', async (t) => {
  const project = await makeProject(t);
  await project.write(
    'stages/steps/declaration.js',
    `export const declaration = { name: 'steps', version: 1, title: '', description: '', extent: 'steps', inputs: {},
      parameters: { type: 'object', properties: { steps: { type: 'integer', default: 100 } } }, outputs: { note: { mediaType: 'text/plain', description: '' } } };`,
  );
  await project.write('stages/steps/run.js', `export const run = ({ write }) => write('note', '');`);
  await project.write('pipelines/p.json', { name: 'p', stages: { walk: { use: './stages/steps' } } });
  const recordOf = await recordsOf(project);
  const states = new Map([['walk', recordOf('walk', { seconds: 10 })]]);
  const plan = await project.plan('pipelines/p.json', 'walk.with.steps=300');
  t.is(estimatesOf(plan, states).get('walk')?.seconds, 30);
});

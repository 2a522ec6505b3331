import test from 'ava';
import { ranksOf } from '../../src/run/priority.js';
import { makeProject } from '../project.js';

const number = { use: './stages/number' };
const sum = (...numbers: readonly string[]) => ({ use: './stages/sum', inputs: { numbers } });

/** The tasks in the order in which they would start if each could. */
async function orderOf(
  t: Parameters<typeof makeProject>[0],
  stages: object,
  seconds: Readonly<Record<string, number>>,
): Promise<readonly string[]> {
  const project = await makeProject(t);
  await project.write('pipelines/p.json', { name: 'p', stages });
  const ranks = ranksOf(await project.plan('pipelines/p.json'), (id) => seconds[id]);
  return [...ranks].sort(([, a], [, b]) => a - b).map(([id]) => id);
}

test('a task starts before others that have a longer way to a final result, in seconds', async (t) => {
  const stages = { far: number, near: number, after: sum('far'), end: sum('after', 'near') };
  t.deepEqual(await orderOf(t, stages, { far: 1, near: 9, after: 2, end: 1 }), [
    'end',
    'after',
    'far',
    'near',
  ]);
  t.deepEqual(await orderOf(t, stages, { far: 9, near: 1, after: 2, end: 1 }), [
    'end',
    'near',
    'after',
    'far',
  ]);
});

test('of ways to several results the shortest counts; of equal ones the longest way goes first', async (t) => {
  const stages = { a: number, b: number, long: sum('b'), longer: sum('long'), one: sum('a'), two: sum('b') };
  const order = await orderOf(t, stages, { a: 1, b: 1, long: 1, longer: 1, one: 1, two: 1 });
  t.deepEqual(
    order.filter((id) => id === 'a' || id === 'b'),
    ['b', 'a'],
  );
});

test('without earlier records the way with fewer tasks goes first', async (t) => {
  const stages = { far: number, near: number, after: sum('far'), end: sum('after', 'near') };
  t.deepEqual(await orderOf(t, stages, {}), ['end', 'near', 'after', 'far']);
});

test('what was never made counts as the mean of what was', async (t) => {
  const stages = { known: number, unknown: number, slow: number };
  t.deepEqual(await orderOf(t, stages, { known: 1, slow: 5 }), ['known', 'unknown', 'slow']);
});

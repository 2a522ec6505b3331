import test from 'ava';
import { recordProblems } from '../../src/audit/record-problems.js';
import type { TaskRecord } from '../../src/store/records.js';
import { makeProject, sums } from '../project.js';

const hangsTogether = { broken: null, failure: null, parts: [], beside: 0 };

test('what no part of a record would show is told: outputs that its stage does not have, and an end that is not the recorded one', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  const events = await project.run('pipelines/sums.json');
  const task = (await project.plan('pipelines/sums.json')).tasks.find(({ id }) => id === 'total');
  const made = events.find((event) => event.event === 'made' && event.task === 'total');
  if (task === undefined || made?.event !== 'made') return t.fail();
  const { record } = made;
  const { table } = record.outputs;
  if (table === undefined) return t.fail();
  t.deepEqual(recordProblems(task, record, hangsTogether), []);
  const withOutputs = (outputs: TaskRecord['outputs']) =>
    recordProblems(task, { ...record, outputs }, hangsTogether);
  t.regex(withOutputs({ table, more: table }).join(), /outputs are not those of the stage: see more/);
  t.regex(withOutputs({}).join(), /see table/);
  t.regex(withOutputs({ table: { ...table, mediaType: 'text/plain' } }).join(), /see table/);
  const failed = recordProblems(task, record, { ...hangsTogether, failure: 'it diverged' });
  t.deepEqual(failed, ['the record says that it came to its end, its outputs that it did not (it diverged)']);
  t.deepEqual(recordProblems(task, record, { ...hangsTogether, broken: 'a row is missing' }), [
    'a row is missing',
  ]);
});

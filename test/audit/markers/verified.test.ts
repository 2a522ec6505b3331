import test from 'ava';
import { verifiedOf, type Verified } from '../../../src/audit/markers/verified.js';
import type { Source } from '../../../src/audit/markers/source.js';
import type { TaskRecord } from '../../../src/store/records.js';
import type { Verification } from '../../../src/store/verifications.js';
import { makeProject, sums } from '../../project.js';

type Found = Pick<Verification, 'how' | 'reexecuted' | 'of' | 'equal'>;
const whole: Found = { how: 'whole', reexecuted: 1, of: 1, equal: true };
const spot = (reexecuted: number): Found => ({ how: 'spot', reexecuted, of: 10, equal: true });

test('a number is verified as far as the least verified of all that leads to it', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  const events = await project.run('pipelines/sums.json');
  const plan = await project.plan('pipelines/sums.json');
  const records: ReadonlyMap<string, TaskRecord> = new Map(
    events.flatMap((event) => (event.event === 'made' ? [[event.task, event.record] as const] : [])),
  );
  const after = async (
    found: Readonly<Record<string, readonly Found[]>>,
    changed: Source['records'] = records,
  ): Promise<Verified> =>
    verifiedOf(['total'], plan, changed, {
      of: (key) => {
        const record = [...records.values()].find((each) => each.key === key);
        const outputs = Object.entries(record?.outputs ?? {}).map(
          ([name, { digest }]) => [name, digest] as const,
        );
        const common = {
          key,
          task: record?.task ?? '',
          outputs: Object.fromEntries(outputs),
          environment: {},
          at: '',
        };
        return Promise.resolve(
          (found[record?.task ?? ''] ?? []).map((each) => ({
            format: 'samebits/verification/1',
            ...common,
            ...each,
          })),
        );
      },
      keep: () => Promise.resolve(),
    });
  const all = { total: [whole], 'one[2]': [whole], 'one[3]': [whole] };
  t.deepEqual(await after({}), { how: 'bytes' });
  t.deepEqual(await after({ total: [whole] }), { how: 'bytes' });
  t.deepEqual(await after(all), { how: 're-executed' });
  const without = new Map([...records].filter(([id]) => id !== 'one[2]'));
  t.deepEqual(await after(all, without), { how: 'bytes' }, 'nothing is known of a task without a record');
  t.deepEqual(await after({ ...all, 'one[3]': [spot(3), spot(5)] }), { how: 'spot', reexecuted: 5, of: 10 });
  t.deepEqual(await after({ ...all, 'one[2]': [whole, { ...whole, equal: false }] }), {
    ...{ how: 'other bytes', task: 'one[2]' },
  });
  const total = records.get('total');
  t.truthy(total);
  const carriedOver: TaskRecord['carriedOver'] & object = {
    from: total?.key ?? ('' as never),
    reexecuted: 2,
    of: 10,
  };
  const carried = new Map(
    [...records].map(([id, record]) => [id, id === 'total' ? { ...record, carriedOver } : record]),
  );
  t.deepEqual(await after({ ...all, total: [spot(4)] }, carried), {
    how: 'carried over',
    reexecuted: 2,
    of: 10,
  });
});

test('a verification of other bytes than the record has says nothing of it', async (t) => {
  const project = await makeProject(t);
  await project.write('pipelines/sums.json', sums);
  const events = await project.run('pipelines/sums.json');
  const records: ReadonlyMap<string, TaskRecord> = new Map(
    events.flatMap((event) => (event.event === 'made' ? [[event.task, event.record] as const] : [])),
  );
  const plan = await project.plan('pipelines/sums.json');
  const verified = await verifiedOf(['one[2]'], plan, records, {
    of: (key) =>
      Promise.resolve([
        {
          format: 'samebits/verification/1',
          key,
          task: 'one[2]',
          outputs: {},
          ...whole,
          environment: {},
          at: '',
        },
      ]),
    keep: () => Promise.resolve(),
  });
  t.deepEqual(verified, { how: 'bytes' });
});

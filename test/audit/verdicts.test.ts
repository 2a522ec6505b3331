import test from 'ava';
import type { Digest } from '../../src/artifact/digest.js';
import { verdictsOf, type RecordsById } from '../../src/audit/verdicts.js';
import { makeProject, sums } from '../project.js';

const claim = { statement: 'It is so.', of: 'total.table', column: 'value' };
const claims = [
  { ...claim, id: 'five', reference: 5, within: { bits: true } },
  { ...claim, id: 'nine', atLeast: 9, needs: { parameter: 'total.with.plus', atLeast: 1 } },
];

test('where a report was made its verdicts are taken, and they are those that the claims have', async (t) => {
  const project = await makeProject(t);
  const stages = { ...sums.stages, report: { use: 'report' } };
  await project.write('pipelines/sums.json', { ...sums, stages, claims });
  const events = await project.run('pipelines/sums.json');
  const records: RecordsById = new Map(
    events.flatMap((event) => (event.event === 'made' ? [[event.task, event.record] as const] : [])),
  );
  const plan = await project.plan('pipelines/sums.json');
  const read: Digest[] = [];
  const objects = {
    ...project.store.objects,
    read: (digest: Digest) => {
      read.push(digest);
      return project.store.objects.read(digest);
    },
  };
  const reported = await verdictsOf(plan, records, { ...project.store, objects });
  t.deepEqual(read, [records.get('report')?.outputs.verdicts?.digest]);
  const judged = await verdictsOf(
    plan,
    new Map([...records].filter(([task]) => task !== 'report')),
    project.store,
  );
  t.deepEqual(reported, judged);
  t.deepEqual(
    reported.map(({ id, verdict }) => [id, verdict]),
    [
      ['five', 'holds'],
      ['nine', 'undecided'],
    ],
  );
});

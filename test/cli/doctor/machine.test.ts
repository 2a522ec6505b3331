import test from 'ava';
import { nodeFinding, threadsFinding } from '../../../src/cli/doctor/machine.js';

test('an older version of Node than is needed is a fault', (t) => {
  t.is(nodeFinding('20.19.0', '20.19').state, 'works');
  t.is(nodeFinding('24.0.0', '20.19').state, 'works');
  t.like(nodeFinding('20.18.3', '20.19'), { state: 'broken', remedy: 'Use Node 20.19 or later.' });
  t.is(nodeFinding('18.20.0', '20.19').state, 'broken');
});

test("a container's quota is told where it is what bounds the cores", (t) => {
  const free = threadsFinding({ cores: 8, scheduled: 8, quota: Infinity });
  t.regex(free.says, /^8 cores; a task that runs alone has them all/);
  const bound = threadsFinding({ cores: 2, scheduled: 8, quota: 2 });
  t.regex(bound.says, /^2 cores of 8, by the container's CPU quota; /);
  t.is(threadsFinding({ cores: 1, scheduled: 1, quota: Infinity }).says, '1 core');
});

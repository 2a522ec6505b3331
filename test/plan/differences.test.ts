import test from 'ava';
import { differences } from '../../src/plan/differences.js';

test('equal preimages have no differences, whatever the order of their inputs', (t) => {
  const input = (role: string) => ({ role, cell: {}, artifacts: { table: { digest: role } } });
  t.deepEqual(differences({ inputs: [input('a'), input('b')] }, { inputs: [input('b'), input('a')] }), []);
});

test('each differing leaf is named by its path, with both values', (t) => {
  t.deepEqual(
    differences({ parameters: { rate: 0.1, gone: 1 }, code: 'x' }, { parameters: { rate: 0.2 }, code: 'x' }),
    [
      { field: 'parameters.gone', before: 1, after: undefined },
      { field: 'parameters.rate', before: 0.1, after: 0.2 },
    ],
  );
});

import test from 'ava';
import { folded } from '../../src/cli/text.js';

test('long cells are folded under their own beginnings, in every column', (t) => {
  const rows = [
    [
      'scheme',
      'standard | normalised | orthogonal | identity',
      'How weights are drawn, at the start of a run',
    ],
    ['seed', 'integer', 'Which'],
  ];
  t.deepEqual(folded(rows, 80).split('\n'), [
    '  scheme  standard | normalised | orthogonal |  How weights are drawn, at the',
    '          identity                              start of a run',
    '  seed    integer                               Which',
  ]);
});

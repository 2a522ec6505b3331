import test from 'ava';
import { folded, onOneLine, shortened } from '../../src/cli/text.js';

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

test('a message of several lines, with however much space, is one line; what is too long ends in an ellipsis', (t) => {
  t.is(onOneLine(' one\n\n  two \r\n' + ' '.repeat(1_000_000) + 'three'), 'one two three');
  t.is(shortened('abcdef', 4), 'abc…');
  t.is(shortened('abcd', 4), 'abcd');
});

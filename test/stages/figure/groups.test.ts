import test from 'ava';
import type { Column, Row } from '../../../src/artifact/table.js';
import { groupsBy } from '../../../stages/figure/groups.js';

const layer: Column = { name: 'layer', type: 'number', title: 'layer' };
const scheme: Column = { name: 'scheme', type: 'text', title: 'scheme' };
const rows: readonly Row[] = [
  { layer: 10, scheme: 'standard' },
  { layer: 2, scheme: 'normalised' },
  { layer: 2, scheme: 'standard' },
];

test('numbers are in their order, texts as they first appear', (t) => {
  t.deepEqual(groupsBy(rows, [layer]).labels, ['layer 2', 'layer 10']);
  t.deepEqual(groupsBy(rows, [scheme]).labels, ['standard', 'normalised']);
  t.deepEqual(groupsBy(rows, [scheme, layer]).labels, [
    'standard, layer 2',
    'standard, layer 10',
    'normalised, layer 2',
  ]);
});

test('every row belongs to the group that its label names', (t) => {
  const groups = groupsBy(rows, [layer]);
  t.deepEqual(
    rows.map((row) => groups.labels[groups.indexOf(row)]),
    ['layer 10', 'layer 2', 'layer 2'],
  );
});

test('no columns make one nameless group', (t) => {
  const groups = groupsBy(rows, []);
  t.deepEqual([groups.labels, rows.map(groups.indexOf)], [[''], [0, 0, 0]]);
});

test('a value that does not say what it is gets the name of its column', (t) => {
  const labels = ['tanh', '0.01', 'true', ''].map(
    (value) => groupsBy([{ scheme: value }], [scheme]).labels[0],
  );
  t.deepEqual(labels, ['tanh', 'scheme 0.01', 'scheme true', 'no scheme']);
});

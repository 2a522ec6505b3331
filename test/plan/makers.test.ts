import test from 'ava';
import type { GraphTask } from '../../src/plan/graph.js';
import { makersOf } from '../../src/plan/makers.js';
import { taskName, type MatrixCell } from '../../src/plan/matrix.js';

/** A task as far as makers look at it: the cast leaves out only what they do not read. */
function taskIn(cell: MatrixCell): GraphTask {
  return { id: taskName('network', cell), name: 'network', cell } as GraphTask;
}

const cells: readonly MatrixCell[] = [
  { scheme: 'standard', seed: 1 },
  { scheme: 'standard', seed: '1' },
  { scheme: 'normalised', seed: 1 },
];
const makers = makersOf('network', new Set(['scheme', 'seed']), cells.map(taskIn));

test('a reader in a cell of more variables finds the one maker that agrees', (t) => {
  for (const cell of cells)
    t.deepEqual(
      makers.within({ rate: 0.1, ...cell, activation: 'tanh' }).map((task) => task.cell),
      [cell],
    );
});

test('a cell that no maker has finds none', (t) => {
  t.deepEqual(makers.within({ scheme: 'normalised', seed: 2 }), []);
});

test('each is all of them', (t) => {
  t.deepEqual(
    makers.all.map((task) => task.cell),
    cells,
  );
});

import type { GraphTask } from './graph.js';
import { taskName, type MatrixCell } from './matrix.js';

/** The tasks of one stage instance, as what reads them finds them. */
export interface Makers {
  readonly all: readonly GraphTask[];
  /** The one that goes with the cell of a reader, which depends on all that its maker depends on. */
  within(cell: MatrixCell): readonly GraphTask[];
}

/** Found by their name: there may be thousands, and as many readers. */
export function makersOf(name: string, variables: ReadonlySet<string>, all: readonly GraphTask[]): Makers {
  const named = new Map(all.map((task) => [task.id, task]));
  return {
    all,
    within: (cell) => {
      const own = Object.entries(cell).filter(([variable]) => variables.has(variable));
      const task = named.get(taskName(name, Object.fromEntries(own)));
      return task === undefined ? [] : [task];
    },
  };
}

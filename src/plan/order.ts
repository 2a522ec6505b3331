import type { Problem } from '../stage/problem.js';
import type { Before } from './references.js';

/** Names in an order in which each follows what it refers to, else as written. A cycle goes to `problems`. */
export function inOrder(
  names: readonly string[],
  references: (name: string) => readonly Before[],
  problems: Problem[],
): readonly string[] {
  const order: string[] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    for (const { stage, place } of references(name)) {
      const at = [...path, name].indexOf(stage);
      if (at === -1) visit(stage, [...path, name]);
      else
        problems.push({
          place,
          rule: `the stages make a cycle: ${[...path.slice(at), name, stage].join(' → ')}.`,
          remedy: 'A stage cannot read what is made from it.',
        });
    }
    done.add(name);
    order.push(name);
  };
  for (const name of names) visit(name, []);
  return order;
}

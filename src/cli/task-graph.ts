import type { Plan, PlannedTask } from '../plan/recipe.js';
import type { TaskState } from '../plan/state.js';
import type { TaskGraph, TaskNode } from '../view/task-graph/task-graph.js';

type States = ReadonlyMap<string, TaskState>;

/** A plan as a drawing shows it: a node a stage, or with `cells` a node a task. */
export function taskGraph({ graph, tasks }: Plan, states: States, cells: boolean): TaskGraph {
  const nameOf = (task: PlannedTask['graph']) => (cells ? task.id : task.name);
  const groups = new Map<string, PlannedTask[]>();
  for (const task of tasks) groups.set(nameOf(task.graph), [...(groups.get(nameOf(task.graph)) ?? []), task]);
  const names = [...groups.keys()];
  const edges = new Map<string, readonly [number, number]>();
  for (const task of tasks)
    for (const input of task.graph.inputs) {
      const [from, to] = [names.indexOf(nameOf(input.task)), names.indexOf(nameOf(task.graph))];
      edges.set(`${from} ${to}`, [from, to]);
    }
  const { name, title = name } = graph.pipeline;
  return {
    title,
    nodes: [...groups].map(([label, group]) => nodeOf(label, group, states)),
    edges: [...edges.values()],
  };
}

const order = ['to run', 'waiting', 'cached'] as const;

function nodeOf(name: string, group: readonly PlannedTask[], states: States): TaskNode {
  const counts = new Map<string, number>();
  for (const { id } of group) {
    const word = wordOf(states.get(id));
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const [only] = counts.keys();
  const words =
    counts.size === 1 ? (only ?? '') : [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
  const found = group.map(({ id }) => states.get(id)?.state);
  return {
    label: group.length === 1 ? (group[0]?.id ?? name) : `${name} ×${group.length}`,
    words,
    shape: order.find((state) => found.includes(state)) ?? 'waiting',
  };
}

function wordOf(state: TaskState | undefined): string {
  if (state?.state !== 'cached') return state?.state ?? 'waiting';
  return state.record.failure === null ? 'cached' : 'diverged';
}

/** A pipeline's tasks as a drawing shows them: already counted and grouped. Labels are text from outside. */
export interface TaskGraph {
  readonly title: string;
  readonly nodes: readonly TaskNode[];
  /** Indices of nodes, from what is read to what reads it. */
  readonly edges: readonly (readonly [from: number, to: number])[];
}

export interface TaskNode {
  /** `train ×10`. */
  readonly label: string;
  /** `8 cached, 2 to run`: states are told by word and shape, never by colour alone. */
  readonly words: string;
  readonly shape: TaskShape;
}

/** Of what is grouped, the shape of what is left to do. */
export type TaskShape = 'cached' | 'to run' | 'waiting';

export function descriptionOf({ title, nodes }: TaskGraph): string {
  return `The tasks of ${title}: ${nodes.map(({ label, words }) => `${label}, ${words}`).join('; ')}.`;
}

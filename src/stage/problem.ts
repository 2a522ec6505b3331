/** One thing that is wrong with what a person gave us: where it is, which rule it breaks, what to do about it. */
export interface Problem {
  /** A file name, with line and column where known: `study.json:14:32`. */
  readonly place: string;
  readonly rule: string;
  readonly remedy?: string;
}

/** Bad input: the command ends with exit code 2 and stores nothing of the task that met it. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[]) {
    const list: readonly Problem[] = Array.isArray(problems) ? problems : [problems as Problem];
    super(list.map(problemText).join('\n'));
    this.problems = list;
  }
}

export function problemText({ place, rule, remedy }: Problem): string {
  return `${place}  ${rule}${remedy === undefined ? '' : `  ${remedy}`}`;
}

import type { Problem } from '../stage/problem.js';

/** Problems in the order of their lines and columns; those that have none, such as a `--set`, first. */
export function inFileOrder(problems: readonly Problem[]): readonly Problem[] {
  const position = ({ place }: Problem) => {
    const [, line = '0', column = '0'] = /:(\d+):(\d+)$/.exec(place) ?? [];
    return Number(line) * 1e6 + Number(column);
  };
  return [...problems].sort((a, b) => position(a) - position(b));
}

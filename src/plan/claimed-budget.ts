import type { Claim, ResolvedClaim } from '../claim/claim.js';
import { agrees } from '../stage/cell.js';
import { suggestion } from '../stage/nearest.js';
import type { Problem } from '../stage/problem.js';
import type { GraphTask } from './graph.js';
import { placeAt, type Located } from './located.js';

/** What the claim needs to be decidable, beside what the tasks it names were given: the least, where cells differ. */
export function budgetOf(
  claim: Claim,
  from: Located,
  tasks: readonly GraphTask[],
  problems: Problem[],
): Pick<ResolvedClaim, 'budget'> {
  if (claim.needs === undefined) return {};
  const [stage = '', , parameter = ''] = claim.needs.parameter.split('.');
  const named = tasks.filter((task) => task.name === stage);
  const wheres = [claim, claim.relativeTo, claim.against].flatMap((each) => (each ? [each.where] : []));
  const spoken = named.filter(({ cell }) => wheres.some((where) => agrees(where, cell)));
  const given = spoken.map((task) => task.parameters[parameter]).filter((value) => typeof value === 'number');
  // A claim about a cell that the matrix does not have is undecided whatever its budget.
  if (named.length > 0 && spoken.length === 0) return {};
  if (given.length === 0) {
    const all = [
      ...new Set(
        tasks.flatMap((task) => Object.keys(task.parameters).map((name) => `${task.name}.with.${name}`)),
      ),
    ];
    problems.push({
      place: placeAt(from, ['needs', 'parameter']),
      rule: `"${claim.needs.parameter}" is not a numeric parameter of a stage here.`,
      remedy: suggestion(claim.needs.parameter, all),
    });
    return {};
  }
  return {
    budget: { what: titleOf(parameter, named), needed: claim.needs.atLeast, given: Math.min(...given) },
  };
}

/** What a parameter is called within a sentence: its title, `updates`. */
function titleOf(parameter: string, [task]: readonly GraphTask[]): string {
  // JSON Schema's own annotation, which TypeBox's type does not list.
  const { title = parameter } = (task?.stage.description.parameters.properties[parameter] ?? {}) as {
    title?: string;
  };
  return title.charAt(0).toLowerCase() + title.slice(1);
}

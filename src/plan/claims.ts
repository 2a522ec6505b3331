import type { JsonObject } from '../artifact/json.js';
import { claimRoles } from '../claim/claim.js';
import type { Problem } from '../stage/problem.js';
import type { GraphInput, GraphTask, PlannedClaim } from './graph.js';
import { memberOf, membersOf, placeAt, plain, type Located } from './located.js';
import { matches } from './matrix.js';
import { suggestion } from './nearest.js';

/** A claim's fields that the plan reads; the rest is for who evaluates it. */
interface WrittenClaim extends JsonObject {
  readonly id: string;
  readonly of: string;
  readonly where?: JsonObject;
  readonly relativeTo?: { readonly of?: string };
  readonly needs?: { readonly parameter: string; readonly atLeast: number };
}

interface Surroundings {
  readonly tasks: readonly GraphTask[];
  /** Every stage that the pipeline names. */
  readonly named: readonly string[];
}

export function claimsOf(
  document: Located,
  tasks: readonly GraphTask[],
  problems: Problem[],
): readonly PlannedClaim[] {
  const list = memberOf(document, 'claims');
  const items = list.kind === 'list' ? list.items : [];
  const pipeline: Surroundings = { tasks, named: [...membersOf(memberOf(document, 'stages')).keys()] };
  const seen = new Set<string>();
  return items.map((from) => {
    // The pipeline's schema has checked every claim.
    const claim = plain(from) as WrittenClaim;
    if (seen.has(claim.id))
      problems.push({
        place: placeAt(from, ['id']),
        rule: `two claims are called "${claim.id}".`,
        remedy: 'Rename one.',
      });
    seen.add(claim.id);
    return plannedClaim(claim, from, pipeline, problems);
  });
}

function plannedClaim(
  claim: WrittenClaim,
  from: Located,
  pipeline: Surroundings,
  problems: Problem[],
): PlannedClaim {
  const roles = claimRoles(claim.id);
  const inputs = tablesOf(roles.of, claim.of, placeAt(from, ['of']), pipeline, problems);
  const denominator =
    claim.relativeTo === undefined
      ? []
      : tablesOf(
          roles.relativeTo,
          claim.relativeTo.of ?? claim.of,
          placeAt(from, ['relativeTo', 'of']),
          pipeline,
          problems,
        );
  return {
    claim: { ...claim, ...budgetOf(claim, from, pipeline.tasks, problems) },
    inputs: [...inputs, ...denominator],
  };
}

function tablesOf(
  role: string,
  of: string,
  place: string,
  { tasks, named }: Surroundings,
  problems: Problem[],
): readonly GraphInput[] {
  const [name = '', output = ''] = of.split('.');
  const makers = tasks.filter((task) => task.name === name);
  const [maker] = makers;
  if (maker === undefined) {
    // A stage that the pipeline names, but whose `use` does not exist, has been reported.
    if (!named.includes(name))
      problems.push({
        place,
        rule: `the claim is of "${name}"; there is no such stage.`,
        remedy: suggestion(name, named),
      });
    return [];
  }
  const made = Object.keys(maker.stage.description.outputs);
  if (!made.includes(output)) {
    problems.push({
      place,
      rule: `stage "${maker.stage.description.name}" makes no output "${output}".`,
      remedy: suggestion(output, made),
    });
    return [];
  }
  return makers.map((task) => ({ role, task, outputs: { [output]: output } }));
}

/** What the claim needs to be decidable, beside what the tasks it names were given: the least, where cells differ. */
function budgetOf(
  claim: WrittenClaim,
  from: Located,
  tasks: readonly GraphTask[],
  problems: Problem[],
): { budget?: JsonObject } {
  if (claim.needs === undefined) return {};
  const [stage = '', , parameter = ''] = claim.needs.parameter.split('.');
  const named = tasks.filter((task) => task.name === stage && agreesWith(claim.where ?? {}, task.cell));
  const given = named.map((task) => task.parameters[parameter]).filter((value) => typeof value === 'number');
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

/** The part of a claim's `where` that speaks of matrix variables must not contradict the cell. */
function agreesWith(where: JsonObject, cell: JsonObject): boolean {
  const spoken = Object.fromEntries(Object.entries(where).filter(([name]) => name in cell));
  return matches(spoken, cell);
}

/** What a parameter is called within a sentence: its title, `updates`. */
function titleOf(parameter: string, [task]: readonly GraphTask[]): string {
  // JSON Schema's own annotation, which TypeBox's type does not list.
  const { title = parameter } = (task?.stage.description.parameters.properties[parameter] ?? {}) as {
    title?: string;
  };
  return title.charAt(0).toLowerCase() + title.slice(1);
}

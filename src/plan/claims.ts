import { tableMediaType } from '../artifact/table.js';
import { claimRoles, type Claim, type ResolvedClaim } from '../claim/claim.js';
import { brokenRules } from '../claim/rules.js';
import { agrees } from '../stage/cell.js';
import type { Problem } from '../stage/problem.js';
import type { GraphInput, GraphTask, PlannedClaim } from './graph.js';
import { memberOf, membersOf, nothing, placeAt, type Located } from './located.js';
import { suggestion } from './nearest.js';
import type { Before } from './references.js';

interface Surroundings {
  readonly tasks: readonly GraphTask[];
  /** Every stage that the pipeline names. */
  readonly named: readonly string[];
}

/** The claims with their tables. `claims` have been checked against the pipeline's schema, and their defaults filled in. */
export function claimsOf(
  claims: readonly Claim[],
  document: Located,
  tasks: readonly GraphTask[],
  problems: Problem[],
): readonly PlannedClaim[] {
  const pipeline: Surroundings = { tasks, named: [...membersOf(memberOf(document, 'stages')).keys()] };
  const seen = new Set<string>();
  return placed(claims, document).map(({ claim, from }) => {
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

/** The stages that the claims are of: they come before a stage that reads the pipeline. */
export function claimedStages(claims: readonly Claim[], document: Located): readonly Before[] {
  return placed(claims, document).flatMap(({ claim, from }) => {
    const tables = [claim.of, claim.relativeTo?.of ?? claim.of, claim.against?.of ?? claim.of];
    const place = placeAt(from, ['of']);
    return [...new Set(tables.map((of) => of.split('.')[0] ?? ''))].map((stage) => ({ stage, place }));
  });
}

function placed(
  claims: readonly Claim[],
  document: Located,
): readonly { readonly claim: Claim; readonly from: Located }[] {
  const list = memberOf(document, 'claims');
  return claims.map((claim, index) => ({
    claim,
    from: (list.kind === 'list' ? list.items[index] : undefined) ?? nothing,
  }));
}

function plannedClaim(
  claim: Claim,
  from: Located,
  pipeline: Surroundings,
  problems: Problem[],
): PlannedClaim {
  const roles = claimRoles(claim.id);
  const inputs = tablesOf(roles.of, claim.of, placeAt(from, ['of']), pipeline, problems);
  const others = (['relativeTo', 'against'] as const).flatMap((member) => {
    const { [member]: other } = claim;
    const place = placeAt(from, [member, 'of']);
    return other === undefined
      ? []
      : tablesOf(roles[member], other.of ?? claim.of, place, pipeline, problems);
  });
  problems.push(
    ...brokenRules(claim).map(({ path, rule, remedy }) => ({ place: placeAt(from, path), rule, remedy })),
    ...replicateProblems(claim, from, [...inputs, ...others]),
  );
  return {
    claim: { ...claim, ...budgetOf(claim, from, pipeline.tasks, problems) },
    inputs: [...inputs, ...others],
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
  const made = Object.entries(maker.stage.description.outputs)
    .filter(([, { mediaType }]) => mediaType === tableMediaType)
    .map(([each]) => each);
  if (!made.includes(output)) {
    problems.push({
      place,
      rule: `stage "${maker.stage.description.name}" makes no table "${output}".`,
      remedy: suggestion(output, made),
    });
    return [];
  }
  return makers.map((task) => ({ role, task, outputs: { [output]: output } }));
}

/** Replicates are cells that differ in a matrix variable: every table of the claim must depend on it. */
function replicateProblems(
  { over }: Claim,
  from: Located,
  inputs: readonly GraphInput[],
): readonly Problem[] {
  const apart = inputs.find(
    ({ task: { cell } }) => over !== undefined && !Object.hasOwn(cell, over.variable),
  );
  if (over === undefined || apart === undefined) return [];
  return [
    {
      place: placeAt(from, ['over', 'variable']),
      rule: `stage "${apart.task.name}" does not depend on a matrix variable "${over.variable}".`,
      remedy: suggestion(over.variable, Object.keys(apart.task.cell)),
    },
  ];
}

/** What the claim needs to be decidable, beside what the tasks it names were given: the least, where cells differ. */
function budgetOf(
  claim: Claim,
  from: Located,
  tasks: readonly GraphTask[],
  problems: Problem[],
): Pick<ResolvedClaim, 'budget'> {
  if (claim.needs === undefined) return {};
  const [stage = '', , parameter = ''] = claim.needs.parameter.split('.');
  const named = tasks.filter((task) => task.name === stage);
  const spoken = named.filter((task) => agrees(claim.where, task.cell));
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

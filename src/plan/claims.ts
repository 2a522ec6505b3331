import { tableMediaType } from '../artifact/table.js';
import { claimRoles, type Claim } from '../claim/claim.js';
import type { Problem } from '../stage/problem.js';
import type { GraphInput, GraphTask, PlannedClaim } from './graph.js';
import { memberOf, nothing, placeAt, type Located } from './located.js';
import { suggestion } from '../stage/nearest.js';
import { budgetOf } from './claimed-budget.js';
import { figureIds, figureProblems } from './claimed-figures.js';
import { numberProblems } from './claimed-numbers.js';
import type { Knowledge } from './known.js';
import { writtenValues, type MatrixValues } from './matrix-values.js';
import type { Before } from './references.js';

/** What the claims are about. */
interface Planned {
  readonly tasks: readonly GraphTask[];
  /** Every stage that the pipeline names. */
  readonly stages: readonly string[];
  readonly knowledge: Knowledge;
  /** The pipeline's text, and all that it was made from. */
  readonly texts: readonly Located[];
}

interface Surroundings {
  readonly tasks: readonly GraphTask[];
  readonly knowledge: Knowledge;
  /** Every stage that the pipeline names. */
  readonly named: readonly string[];
  readonly values: MatrixValues;
}

/** The claims with their tables. `claims` have been checked against the pipeline's schema, and their defaults filled in. */
export function claimsOf(
  claims: readonly Claim[],
  document: Located,
  { tasks, stages: named, knowledge, texts }: Planned,
  problems: Problem[],
): readonly PlannedClaim[] {
  const pipeline: Surroundings = { tasks, named, knowledge, values: writtenValues(texts, true) };
  const figures = figureIds(tasks, knowledge, texts);
  const seen = new Set<string>();
  return placed(claims, document).map(({ claim, from }) => {
    if (seen.has(claim.id))
      problems.push({
        place: placeAt(from, ['id']),
        rule: `two claims are called "${claim.id}".`,
        remedy: 'Rename one.',
      });
    seen.add(claim.id);
    problems.push(...figureProblems(claim, from, figures), ...intervalProblems(claim, from));
    return plannedClaim(claim, from, pipeline, problems);
  });
}

/** The stages that the claims are of: they come before a stage that reads the pipeline. */
export function claimedStages(claims: readonly Claim[], document: Located): readonly Before[] {
  return placed(claims, document).flatMap(({ claim, from }) => {
    const [stage, other] = [claim.of, claim.relativeTo?.of ?? claim.of].map((of) => of.split('.')[0] ?? '');
    const place = placeAt(from, ['of']);
    return [stage, ...(other === stage ? [] : [other])].map((name) => ({ stage: name ?? '', place }));
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
  const { relativeTo } = claim;
  const denominator =
    relativeTo === undefined
      ? []
      : tablesOf(
          roles.relativeTo,
          relativeTo.of ?? claim.of,
          placeAt(from, ['relativeTo', 'of']),
          pipeline,
          problems,
        );
  const named = `claim "${claim.id}": `;
  problems.push(...numberProblems({ ...claim, named, from }, inputs, pipeline));
  if (relativeTo !== undefined) {
    const { where, column = claim.column } = relativeTo;
    const other = memberOf(from, 'relativeTo');
    // A column that is not named again is the claim's, and has been looked at in the same table.
    const again = relativeTo.of === undefined && relativeTo.column === undefined;
    const number = { named: `${named}relativeTo.`, where, from: other, ...(again ? {} : { column }) };
    problems.push(...numberProblems(number, denominator, pipeline));
  }
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

/** What nothing can lie between is a slip, not a claim. */
function intervalProblems({ id, between }: Claim, from: Located): readonly Problem[] {
  const [least = 0, greatest = 0] = between ?? [];
  if (least <= greatest) return [];
  return [
    {
      place: placeAt(from, ['between']),
      rule: `claim "${id}": between ends before it begins.`,
      remedy: `Write [${greatest}, ${least}].`,
    },
  ];
}

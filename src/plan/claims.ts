import { tableMediaType } from '../artifact/table.js';
import { claimRoles, type Claim } from '../claim/claim.js';
import { countsExamples } from '../claim/measured.js';
import { brokenRules } from '../claim/rules.js';
import type { Problem } from '../stage/problem.js';
import type { GraphInput, GraphTask, PlannedClaim } from './graph.js';
import { memberOf, nothing, placeAt, type Located, type Path } from './located.js';
import { suggestion } from '../stage/nearest.js';
import { budgetOf } from './claimed-budget.js';
import { cellProblems } from './claimed-cells.js';
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
  const pipeline: Surroundings = { tasks, named, knowledge, values: writtenValues(texts) };
  const figures = figureIds(tasks, knowledge, texts);
  return placed(claims, document).map(({ claim, from }) => {
    problems.push(...figureProblems(claim, from, figures));
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
  const named = `claim "${claim.id}": `;
  const inputs = tablesOf(roles.of, claim.of, placeAt(from, ['of']), pipeline, problems);
  const wrong = numberProblems({ ...claim, named, from }, inputs, pipeline);
  problems.push(
    ...wrong,
    ...(wrong.length > 0 ? [] : cellProblems({ named, where: claim.where, from }, claim, inputs)),
    ...testColumns(claim).flatMap((column) =>
      numberProblems({ named, where: {}, ...column, from }, inputs, pipeline),
    ),
  );
  const others = (['relativeTo', 'against'] as const).flatMap((member) => {
    const { [member]: other } = claim;
    if (other === undefined) return [];
    const place = placeAt(from, [member, 'of']);
    const tables = tablesOf(roles[member], other.of ?? claim.of, place, pipeline, problems);
    // A column that is not named again is the claim's, and has been looked at in the same table.
    const again = other.of === undefined && other.column === undefined;
    const { where, column = claim.column } = other;
    const number = { named: `${named}${member}.`, where, from: memberOf(from, member) };
    const mistakes = numberProblems({ ...number, ...(again ? {} : { column }) }, tables, pipeline);
    problems.push(...mistakes, ...(mistakes.length > 0 ? [] : cellProblems(number, claim, tables)));
    return tables;
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

/** The columns, besides its own, that a claim's test reads. */
function testColumns({ test }: Claim): readonly { readonly column: string; readonly path: Path }[] {
  if (test === undefined) return [];
  const names = test.name === 'mcnemar' ? (['truth', 'pairedBy'] as const) : (['examples'] as const);
  const reads = test.name === 'mcnemar' || countsExamples(test.name);
  return reads ? names.map((name) => ({ column: test[name], path: ['test', name] })) : [];
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

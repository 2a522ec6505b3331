import type { Problem } from '../stage/problem.js';
import { memberOf, membersOf, placeAt, type Located } from './located.js';
import type { Matrix } from './matrix.js';
import { matrixReferences } from './matrix-references.js';
import { suggestion } from '../stage/nearest.js';
import type { Instance, Reference } from './references.js';

/** The matrix variables that each instance depends on: its own and those of what it reads, unless it reads each. */
export function variablesUsed(
  order: readonly string[],
  instances: ReadonlyMap<string, Instance>,
  references: ReadonlyMap<string, readonly Reference[]>,
  document: Located,
  { variables }: Matrix,
  problems: Problem[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, ReadonlySet<string>>();
  const written = ['seed', 'stages'].flatMap((name) => matrixReferences(memberOf(document, name)));
  checkVariables(written, document, variables, problems);
  const seedVariables = matrixReferences(memberOf(document, 'seed')).map(({ name }) => name);
  for (const name of order) {
    const instance = instances.get(name);
    if (instance === undefined) continue;
    const own = matrixReferences(memberOf(instance.from, 'with'));
    const inherited = (references.get(name) ?? [])
      .filter(({ each }) => !each)
      .flatMap(({ stage }) => [...(used.get(stage) ?? [])]);
    used.set(
      name,
      new Set([...own.map((each) => each.name), ...inherited, ...(takesSeed(instance) ? seedVariables : [])]),
    );
  }
  return used;
}

/** Every reference names a variable, and every variable is referred to. */
function checkVariables(
  written: ReturnType<typeof matrixReferences>,
  document: Located,
  variables: readonly string[],
  problems: Problem[],
): void {
  for (const { name, place } of written.filter((each) => !variables.includes(each.name)))
    problems.push({
      place,
      rule: `there is no matrix variable "${name}".`,
      remedy: suggestion(name, variables),
    });
  for (const variable of variables.filter((name) => !written.some((each) => each.name === name)))
    problems.push({
      place: placeAt(memberOf(document, 'matrix'), [variable], true),
      rule: `the matrix variable "${variable}" is not used.`,
      remedy: `Use it: { "$matrix": "${variable}" }, or remove it.`,
    });
}

/** Whether the pipeline's seed is this instance's: its stage draws, and it does not say a seed of its own. */
export function takesSeed({ stage, from }: Instance): boolean {
  return (
    Object.hasOwn(stage.description.parameters.properties, 'seed') &&
    !membersOf(memberOf(from, 'with')).has('seed')
  );
}

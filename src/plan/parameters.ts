import { resolve } from 'node:path';
import type { JsonObject } from '../artifact/json.js';
import type { Problem } from '../stage/problem.js';
import { check } from './check.js';
import { located, memberOf, nothing, placeAt, type Located } from './located.js';
import { matrixReferences, substituted, type MatrixCell } from './matrix.js';
import type { Instance } from './references.js';
import { takesSeed } from './variables.js';

/** A task's parameters: as written, `$matrix` replaced, the pipeline's seed and the schema's defaults filled in. */
export function parametersOf(
  instance: Instance,
  cell: MatrixCell,
  document: Located,
  project: string,
  problems: Problem[],
): JsonObject {
  const { declaration, from, name } = instance;
  const own = memberOf(from, 'with');
  const given =
    own.kind === 'object' ? own : { place: from.place, kind: 'object' as const, members: new Map() };
  const seed = memberOf(document, 'seed');
  const seeded =
    takesSeed(instance) && seed !== nothing
      ? { ...given, members: new Map([...given.members, ['seed', { place: seed.place, value: seed }]]) }
      : given;
  // A variable that does not exist has been reported; its value would only be reported again.
  if (matrixReferences(seeded).some((each) => !(each.name in cell))) return {};
  const filled = substituted(seeded, cell, located);
  const checked = check(declaration.parameters, filled, {
    prefix: `${name}.with`,
    unknown: `is not a parameter of stage "${declaration.name}"`,
  });
  for (const problem of checked.problems)
    if (!problems.some(({ place, rule }) => place === problem.place && rule === problem.rule))
      problems.push(problem);
  // A stage's parameters are an object schema.
  return withAbsolutePath(checked.value as JsonObject, declaration.files?.parameter, filled, project);
}

/** A path in a pipeline is seen from the project's folder; one given on the command line, from where the person stands. */
function withAbsolutePath(
  parameters: JsonObject,
  name: string | undefined,
  from: Located,
  project: string,
): JsonObject {
  const path = name === undefined ? undefined : parameters[name];
  if (name === undefined || typeof path !== 'string') return parameters;
  const base = placeAt(from, [name]).startsWith('--set') ? process.cwd() : project;
  return { ...parameters, [name]: resolve(base, path) };
}

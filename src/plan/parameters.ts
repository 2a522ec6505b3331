import type { JsonObject } from '../artifact/json.js';
import type { Problem } from '../stage/problem.js';
import { check } from './check.js';
import { located, memberOf, membersOf, nothing, type Located } from './located.js';
import { matrixReferences, substituted, type MatrixCell } from './matrix.js';
import type { Instance } from './references.js';
import { takesSeed } from './variables.js';

interface Writing {
  readonly instance: Instance;
  readonly cell: MatrixCell;
  /** The pipeline's. */
  readonly seed: Located;
}

/** A task's parameters: as written, `$matrix` replaced, the pipeline's seed and the schema's defaults filled in. */
export function parametersOf({ instance, cell, seed }: Writing, problems: Problem[]): JsonObject {
  const { stage, from, name } = instance;
  const declaration = stage.description;
  const own = memberOf(from, 'with');
  const place = own === nothing ? from.place : own.place;
  const members = new Map(membersOf(own));
  if (takesSeed(instance)) members.set('seed', { place: seed.place, value: seed });
  const seeded: Located = { place, kind: 'object', members };
  // A variable that does not exist has been reported; its value would only be reported again.
  if (matrixReferences(seeded).some((each) => !Object.hasOwn(cell, each.name))) return {};
  const filled = substituted(seeded, cell, located);
  const checked = check(declaration.parameters, filled, {
    prefix: `${name}.with`,
    unknown: `is not a parameter of stage "${declaration.name}"`,
  });
  for (const problem of checked.problems)
    if (!problems.some(({ place, rule }) => place === problem.place && rule === problem.rule))
      problems.push(problem);
  // A stage's parameters are an object schema.
  return checked.value as JsonObject;
}

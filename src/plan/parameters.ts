import type { JsonObject } from '../artifact/json.js';
import type { StageContext } from '../stage/contract.js';
import type { Problem } from '../stage/problem.js';
import { check } from './check.js';
import { memberOf, membersOf, nothing, type Located, type Member } from './located.js';
import type { Matrix, MatrixCell } from './matrix.js';
import { matrixReferences, matrixVariable, substituted } from './matrix-references.js';
import type { Instance } from './references.js';
import { takesSeed } from './variables.js';

interface Writing {
  readonly instance: Instance;
  readonly cell: MatrixCell;
  /** The pipeline's. */
  readonly seed: Located;
  readonly matrix: Matrix;
}

export interface Filled {
  readonly parameters: JsonObject;
  /** The same as written, each where it stands. */
  readonly written: Located;
  /** Nothing is wrong with them by themselves. */
  readonly sound: boolean;
}

/**
 * A task's parameters: as written, `$matrix` replaced, the pipeline's seed and the schema's defaults filled in, and what can be written in
 * several ways in the one form that recipes have.
 */
export function parametersOf({ instance, cell, seed, matrix }: Writing, problems: Problem[]): Filled {
  const { stage, from, name } = instance;
  const declaration = stage.description;
  const own = memberOf(from, 'with');
  const place = own === nothing ? from.place : own.place;
  const members = new Map(membersOf(own));
  if (takesSeed(instance)) members.set('seed', { place: seed.place, value: seed });
  // A variable that does not exist has been reported; its value would only be reported again.
  const seeded = { place, kind: 'object', members } as const;
  const unknown = matrixReferences(seeded).filter((each) => !Object.hasOwn(cell, each.name));
  const filled = substituted({ ...seeded, members: given(members, cell) }, cell, matrix);
  const checked = check(declaration.parameters, filled, {
    prefix: `${name}.with`,
    unknown: () => `is not a parameter of stage "${declaration.name}"`,
  });
  for (const problem of checked.problems)
    if (
      !unknown.some((each) => each.place === problem.place) &&
      !problems.some(({ place, rule }) => place === problem.place && rule === problem.rule)
    )
      problems.push(problem);
  const sound = checked.problems.length === 0 && unknown.length === 0;
  // A stage's parameters are an object schema, and in every form that they are written in they are JSON.
  const value = checked.value as StageContext['parameters'];
  const parameters = (sound ? (declaration.normalised?.(value) ?? value) : value) as JsonObject;
  return { parameters, written: filled, sound };
}

/** Without those that are a matrix variable whose value is null in this cell: there the parameter is not said. */
function given(members: ReadonlyMap<string, Member>, cell: MatrixCell): ReadonlyMap<string, Member> {
  return new Map(
    [...members].filter(([, { value }]) => {
      const variable = matrixVariable(value);
      return variable === undefined || cell[variable] !== null;
    }),
  );
}

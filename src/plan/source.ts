import { resolve } from 'node:path';
import type { JsonObject } from '../artifact/json.js';
import type { Problem } from '../stage/problem.js';
import { isSetting } from './setting.js';
import { membersOf, type Located } from './located.js';
import { foreignForm, refusal, type Reach } from './reach.js';
import type { Instance } from './references.js';

/** The folder outside the store that a task's stage lists files in, and what of it may be read. */
export interface Source {
  readonly folder: string;
  readonly reach: Reach;
  /** Where the pipeline, or the command line, names the folder. */
  readonly place: string;
}

interface Naming {
  readonly instance: Instance;
  /** The parameters as written, each where it stands: what the matrix gives, in the matrix. */
  readonly written: Located;
  /** The roles that the pipeline fills. */
  readonly roles: readonly string[];
  readonly reach: Reach;
}

/**
 * A path in a pipeline is seen from the project's folder and must not leave it. One given on the command line, also as a matrix
 * value, is seen from where the person stands, and the person has thereby allowed it.
 */
export function sourceOf(naming: Naming, parameters: JsonObject, problems: Problem[]): Source | undefined {
  const { instance, reach } = naming;
  const { parameter, unless } = instance.stage.description.files ?? {};
  const path = parameter === undefined ? undefined : parameters[parameter];
  if (parameter === undefined || typeof path !== 'string') return undefined;
  const said = membersOf(naming.written).get(parameter)?.value.place;
  const place = said ?? instance.from.place;
  if (unless !== undefined && naming.roles.includes(unless)) {
    if (said !== undefined) problems.push(notBoth(instance.name, parameter, unless, place));
    return undefined;
  }
  if (isSetting(place) && said !== undefined) {
    const folder = resolve(path);
    return { folder, reach: reach.and(folder), place };
  }
  const named = `${instance.name}.with.${parameter}`;
  const folder = resolve(reach.project, path);
  const problem = formProblem(path, named, place) ?? refusal(reach, folder, `${named}, ${path},`, place);
  if (problem === undefined) return { folder, reach, place };
  if (!problems.some((other) => other.place === place && other.rule === problem.rule)) problems.push(problem);
  return undefined;
}

function notBoth(stage: string, parameter: string, role: string, place: string): Problem {
  const rule = `${stage}.with.${parameter} is not read, since ${stage}.inputs.${role} takes its place.`;
  return {
    place,
    rule,
    remedy: `Remove one; in a pipeline that extends another, "${parameter}": null removes it.`,
  };
}

function formProblem(path: string, named: string, place: string): Problem | undefined {
  const form = foreignForm(path);
  if (form === undefined) return undefined;
  const remedy = `A path of this machine alone is given on the command line: --set ${named}=PATH`;
  return { place, rule: `${named} ${form}.`, remedy };
}

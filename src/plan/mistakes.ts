import type { Mistake } from '../stage/contract.js';
import { problemText, type Problem } from '../stage/problem.js';
import type { GraphTask } from './graph.js';
import { checkedParameters, type Knowledge } from './known.js';
import { memberOf, nothing, placeAt, type Located, type Path } from './located.js';
import type { Matrix } from './matrix.js';
import { substituted } from './matrix-references.js';
import type { MatrixValues } from './matrix-values.js';
import { remedyAt } from './used.js';

/** What stages' own checks are asked with. */
export interface Checking {
  readonly knowledge: Knowledge;
  readonly matrix: Matrix;
  readonly values: MatrixValues;
}

/** What the stages themselves find wrong with what they are asked: each once, since many tasks may have the same mistake. */
export function checkTasks(tasks: readonly GraphTask[], checking: Checking, problems: Problem[]): void {
  const told = new Set<string>();
  for (const problem of tasks.flatMap((task) => mistakesOf(task, checking))) {
    const text = problemText(problem);
    if (!told.has(text)) problems.push(problem);
    told.add(text);
  }
}

/** Each where it is written. */
function mistakesOf(task: GraphTask, { knowledge, matrix, values }: Checking): readonly Problem[] {
  const declaration = task.stage.description;
  if (declaration.check === undefined) return [];
  const asked = { parameters: checkedParameters(task), inputs: knowledge.inputsOf(task), matrix: values };
  return declaration.check(asked).map((mistake) => placed(task, mistake, matrix));
}

function placed(task: GraphTask, { at, rule, remedy }: Mistake, matrix: Matrix): Problem {
  const told = { ...(remedy === undefined ? {} : { remedy }) };
  const { parameter = [], input } = at;
  const owner = input === undefined ? task : makerWith(task, input, String(parameter[0]));
  if (owner === undefined || parameter.length === 0)
    return {
      place: placeAt(task.from, ['inputs', input ?? '']),
      rule: `${[task.name, 'inputs', input ?? '', ...parameter].join('.')} ${rule}`,
      ...told,
    };
  return parameterProblem(owner, parameter, rule, told.remedy, matrix, 'atName' in at);
}

function parameterProblem(
  { name, from, cell }: GraphTask,
  parameter: Path,
  rule: string,
  remedy: string | undefined,
  matrix: Matrix,
  atName: boolean,
): Problem {
  const own = memberOf(from, 'with');
  const written: Located = own === nothing ? from : substituted(own, cell, matrix);
  return {
    place: placeAt(written, parameter, atName),
    rule: `${[name, 'with', ...parameter].join('.')} ${rule}`,
    ...remedyAt(written, parameter, remedy),
  };
}

/** The stage with a parameter of that name which an input comes from: what makes it, or what that was made from. */
function makerWith(task: GraphTask, role: string, parameter: string): GraphTask | undefined {
  const makers = task.inputs.filter((input) => input.role === role).map((input) => input.task);
  for (const maker of makers) {
    // Found in the end, since the list grows by makers of makers alone, and there are no cycles.
    if (Object.hasOwn(maker.stage.description.parameters.properties, parameter)) return maker;
    makers.push(...maker.inputs.map((input) => input.task).filter((other) => !makers.includes(other)));
  }
  return undefined;
}

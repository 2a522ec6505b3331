import type { JsonObject } from '../artifact/json.js';
import type { Column } from '../artifact/table.js';
import { tableDescriptionOf } from '../artifact/table-description.js';
import { wrongColumn, wrongValue } from '../stage/columns.js';
import { suggestion } from '../stage/nearest.js';
import type { Problem } from '../stage/problem.js';
import type { GraphInput } from './graph.js';
import type { Knowledge } from './known.js';
import { placeAt, type Located, type Path } from './located.js';
import { wrongMatrixValue, type MatrixValues } from './matrix-values.js';

/** A number as a claim names it, and where that is written. */
interface Named {
  /** `claim "error": `, then what is written. */
  readonly named: string;
  readonly where: JsonObject;
  /** Undefined where it has been looked at. */
  readonly column?: string;
  readonly from: Located;
}

/** Names that the tables of a claim do not have, and values that no matrix gives: they are known before anything runs. */
export function numberProblems(
  { named, where, column, from }: Named,
  tables: readonly GraphInput[],
  { knowledge, values }: { readonly knowledge: Knowledge; readonly values: MatrixValues },
): readonly Problem[] {
  const [first] = tables;
  if (first === undefined) return [];
  const variables = Object.keys(first.task.cell);
  const columns = knownColumns(first, knowledge);
  const problem = (path: Path, rule: string, remedy: string | undefined, atName = false): Problem => ({
    place: placeAt(from, path, atName),
    rule: `${named}${path.join('.')} ${rule}`,
    ...(remedy === undefined ? {} : { remedy }),
  });
  const numbers = columns?.filter(({ type }) => type === 'number') ?? [];
  const wrong =
    column === undefined || columns === undefined
      ? []
      : wrongColumn({ parameter: ['column'] }, column, columns, numbers).map(({ rule, remedy }) =>
          problem(['column'], rule, remedy),
        );
  const conditions = Object.entries(where).flatMap(([name, value]) => {
    const path = ['where', name];
    if (variables.includes(name)) {
      const found = wrongMatrixValue(name, value, values[name] ?? []);
      return found === undefined ? [] : [problem(path, found.rule, found.remedy)];
    }
    const known = columns?.find((candidate) => candidate.name === name);
    if (known !== undefined)
      return wrongValue({ parameter: path }, value, known).map(({ rule, remedy }) =>
        problem(path, rule, remedy),
      );
    if (columns === undefined) return [];
    const all = [...variables, ...columns.map((each) => each.name)];
    return [
      problem(
        path,
        'is neither a column of the table nor a matrix variable of its stage.',
        suggestion(name, all),
        true,
      ),
    ];
  });
  return [...wrong, ...conditions];
}

/** Undefined where the stage does not declare them: then they are looked at when the table is there. */
function knownColumns({ task, outputs }: GraphInput, knowledge: Knowledge): readonly Column[] | undefined {
  const [output = ''] = Object.values(outputs);
  const description = knowledge.descriptionOf(task, output);
  return Array.isArray(description.columns) ? tableDescriptionOf(description).columns : undefined;
}

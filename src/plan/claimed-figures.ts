import type { Claim } from '../claim/claim.js';
import { suggestion } from '../stage/nearest.js';
import type { Problem } from '../stage/problem.js';
import type { GraphTask } from './graph.js';
import type { Knowledge } from './known.js';
import { memberOf, membersOf, placeAt, plain, type Located } from './located.js';

/**
 * The ids of the pipeline's figures, and of those that a smaller variant of it leaves out; undefined where a drawing says its id only
 * when it is made.
 */
export function figureIds(
  tasks: readonly GraphTask[],
  knowledge: Knowledge,
  texts: readonly Located[],
): readonly string[] | undefined {
  const drawings = tasks.filter(({ stage }) => Object.hasOwn(stage.description.outputs, 'svg'));
  const ids = drawings.map((task) => knowledge.descriptionOf(task, 'svg').id);
  if (!ids.every((id) => typeof id === 'string')) return undefined;
  const written = texts.flatMap((text) =>
    [...membersOf(memberOf(text, 'stages')).values()].map(({ value }) =>
      plain(memberOf(memberOf(value, 'with'), 'id')),
    ),
  );
  return [...new Set([...ids, ...written.filter((id) => typeof id === 'string')])];
}

/** A claim that names a figure stands beside it in the report. */
export function figureProblems(
  { id, figure }: Claim,
  from: Located,
  known: readonly string[] | undefined,
): readonly Problem[] {
  if (figure === undefined || known === undefined || known.length === 0 || known.includes(figure)) return [];
  return [
    {
      place: placeAt(from, ['figure']),
      rule: `claim "${id}": figure is "${figure}", which is the id of no figure.`,
      remedy: suggestion(figure, known),
    },
  ];
}

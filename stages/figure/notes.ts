import type { Column } from '../../src/artifact/table.js';
import { counted, exactNumber } from '../../src/artifact/numbers.js';
import type { FigureParameters } from './parameters.js';
import { columnOf } from './selection.js';

/** A value of a column that the figure leaves out. */
export interface Undrawn {
  readonly column: string;
  readonly why: 'not finite' | 'not positive' | 'outside';
}

const reasons: Readonly<Record<Undrawn['why'], string>> = {
  'not finite': 'not finite and not drawn',
  'not positive': 'not positive on a log scale and not drawn',
  outside: 'beyond the axes and not drawn',
};

/** One sentence for each column and reason: nothing is left out unsaid. */
export function undrawnNotes(undrawn: readonly Undrawn[]): string[] {
  const counts = new Map<string, number>();
  for (const { column, why } of undrawn) {
    const key = JSON.stringify([column, why]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => {
    // The key was made above from a column's name and a reason.
    const [column, why] = JSON.parse(key) as [string, Undrawn['why']];
    return `${counted(count, 'value')} of ${column} ${count === 1 ? 'is' : 'are'} ${reasons[why]}.`;
  });
}

/** What vertical bars show; none where no measure has them. */
export function barNotes(
  columns: readonly Column[],
  { measures }: FigureParameters,
  series: readonly string[],
): string[] {
  const spreads = spreadsAs('bars', columns, measures);
  if (spreads.length === 0) return [];
  const apart = series.length > 1 ? ', moved sideways so that none hides another' : '';
  return [`Vertical bars: ± ${spreads.join(', ± ')}${apart}; the axes may cut them.`];
}

function spreadsAs(
  asked: 'bars' | 'band',
  columns: readonly Column[],
  measures: FigureParameters['measures'],
): readonly string[] {
  return measures.flatMap(({ spread, spreadAs = 'bars' }) =>
    spread === '' || spreadAs !== asked ? [] : columnOf(columns, spread).title,
  );
}

/** What shaded bands show; none where no measure has one. */
export function bandNotes(columns: readonly Column[], { measures }: FigureParameters): string[] {
  const spreads = spreadsAs('band', columns, measures);
  return spreads.length === 0 ? [] : [`Shaded: ± ${spreads.join(', ± ')}; the axes may cut it.`];
}

/** How predictions are to be told; none where there is none. */
export function predictionNotes(predicted: boolean, { predictionTitle }: FigureParameters): string[] {
  return predicted ? [`Thin dashed lines and hollow markers: ${predictionTitle ?? prediction}.`] : [];
}

/** What predictions are called where it is not said. */
export const prediction = 'prediction';

/** `1–5` for consecutive whole numbers, else each: `a, b`. */
function ranged(values: readonly string[]): string {
  const [first = '', ...rest] = values;
  const consecutive =
    rest.length > 1 && rest.every((value, index) => Number(value) === Number(first) + index + 1);
  return consecutive ? `${first}–${rest.at(-1) ?? ''}` : values.join(', ');
}

/** Which rows were chosen. */
export function whereNotes(where: FigureParameters['where']): string[] {
  const conditions = Object.entries(where).map(([name, value]) => {
    const values = (Array.isArray(value) ? value : [value]).map((one) =>
      typeof one === 'number' ? exactNumber(one) : one,
    );
    return `${name} = ${ranged(values)}`;
  });
  return conditions.length === 0 ? [] : [`Rows drawn: ${conditions.join('; ')}.`];
}

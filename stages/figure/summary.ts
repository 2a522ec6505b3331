import { formatNumber } from '../../src/artifact/numbers.js';
import type { Plot } from './plot.js';
import type { Point } from './points.js';

/** One series' telling value: the peak of a histogram or surface, the last value of a line. */
interface Told {
  readonly series: string;
  readonly value: number;
}

/** One sentence on what the figure shows, worked out from the numbers drawn. */
export function summaryOf(plot: Plot, yTitle: string): string {
  const [measure] = plot.measures;
  const title = lowered(yTitle || (measure?.title ?? ''));
  const subject = hasHeights(measure) ? `the highest ${title}` : `at the end, ${title}`;
  const alone = plot.series.length === 1 && !hasHeights(measure);
  const parts = plot.panels.flatMap((panel, index) => {
    const points = plot.points.filter(
      (point) => point.panel === index && point.measure === 0 && !point.predicted,
    );
    if (points.length === 0) return [];
    return [
      `${alone ? course(points) : comparison(toldValues(plot, points))}${panel === '' ? '' : ` for ${panel}`}`,
    ];
  });
  return sentence(`${alone ? title : subject} ${parts.join('; ')}.`);
}

/** Whether what tells is how high it goes, not where it ends. */
function hasHeights(measure: Plot['measures'][number] | undefined): boolean {
  return measure?.mark === 'step' || measure?.mark === 'surface';
}

function toldValues({ series, measures }: Plot, points: readonly Point[]): Told[] {
  const heights = hasHeights(measures[0]);
  return series.flatMap((label, index) => {
    const own = points.filter((point) => point.series === index);
    const told = own.reduce<Point | undefined>((best, point) => {
      if (best === undefined) return point;
      return (heights ? point.y > best.y : point.x >= best.x) ? point : best;
    }, undefined);
    return told === undefined ? [] : [{ series: label, value: told.y }];
  });
}

/** How the values go from the first series to the last, where series are numbered; else what each is. */
function comparison(told: readonly Told[]): string {
  const [first] = told;
  const last = told.at(-1);
  if (first === undefined || last === undefined) return '';
  if (told.length === 1) return `is ${valueOf(first)}`;
  if (!told.every(({ series }) => /\d$/.test(series))) return `is ${told.map(valueOf).join(', ')}`;
  const ascending = told.every(({ value }, index) => value > (told[index - 1]?.value ?? -Infinity));
  const descending = told.every(({ value }, index) => value < (told[index - 1]?.value ?? Infinity));
  if (ascending) return `rises from ${valueOf(first)} to ${valueOf(last)}`;
  if (descending) return `falls from ${valueOf(first)} to ${valueOf(last)}`;
  const ordered = [...told].sort((a, b) => a.value - b.value);
  return `lies between ${valueOf(ordered[0] ?? first)} and ${valueOf(ordered.at(-1) ?? last)}`;
}

/** How one line goes from its first point to its last. */
function course(points: readonly Point[]): string {
  const ordered = [...points].sort((a, b) => a.x - b.x);
  const first = ordered[0]?.y ?? NaN;
  const last = ordered.at(-1)?.y ?? NaN;
  if (ordered.length === 1) return `is ${formatNumber(first)}`;
  const verb = last > first ? 'goes up' : last < first ? 'goes down' : 'stays';
  return `${verb} from ${formatNumber(first)} to ${formatNumber(last)}`;
}

function valueOf({ series, value }: Told): string {
  return series === '' ? formatNumber(value) : `${formatNumber(value)} (${series})`;
}

function lowered(title: string): string {
  return /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

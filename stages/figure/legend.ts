import { fittedText, textWidth } from '../../src/view/font.js';
import { plainText } from '../../src/stage/plain-text.js';
import { markAt, pixelScales } from './pixels.js';
import type { Plot } from './plot.js';
import { prediction } from './notes.js';
import type { FigureParameters, Measure } from './parameters.js';
import {
  ink,
  lineWidth,
  pointSize,
  predictedLook,
  seriesLook,
  type SeriesLook,
  surfaceLook,
  type SurfaceLook,
  textSize,
} from './style.js';

const sample = 26;
const lineHeight = 18;
const gaps = { afterSample: 6, afterLabel: 20 };

/** A series by its number, or what stands beside them: the legend's title, which has no sample, and predictions. */
type Meaning = number | 'title' | 'prediction';

interface Entry {
  readonly meaning: Meaning;
  readonly label: string;
  readonly left: number;
  readonly row: number;
}

/** The legend as a small drawing of its own, in as many rows as the width asks for; none for a single nameless series. */
export function legendOf(plot: Plot, parameters: FigureParameters, width: number): object[] {
  const entries = placedEntries(meaningsOf(plot, parameters), width);
  if (entries.length === 0) return [];
  const height = ((entries.at(-1)?.row ?? 0) + 1) * lineHeight;
  return [
    {
      width,
      height,
      encoding: pixelScales(width, height),
      layer: entries.flatMap((entry) => [...samplesOf(plot, entry), labelled(entry)]),
    },
  ];
}

function meaningsOf(
  { series, points }: Plot,
  { legendTitle = '', predictionTitle }: FigureParameters,
): (readonly [Meaning, string])[] {
  const named = series.length > 1 || series[0] !== '';
  const predicted = points.some((point) => point.predicted);
  return [
    ...(legendTitle === '' ? [] : [['title', legendTitle] as const]),
    ...(named ? series.map((label, index) => [index, label] as const) : []),
    ...(predicted ? [['prediction', predictionTitle ?? prediction] as const] : []),
  ];
}

function placedEntries(meanings: readonly (readonly [Meaning, string])[], width: number): Entry[] {
  let left = 0;
  let row = 0;
  return meanings.map(([meaning, text]) => {
    const before = labelFrom(meaning);
    const label = fittedText(plainText(text), textSize, width - before);
    const length = before + textWidth(label, textSize);
    if (left > 0 && left + length > width) {
      left = 0;
      row += 1;
    }
    const entry = { meaning, label, left, row };
    left += length + gaps.afterLabel;
    return entry;
  });
}

/** How far from an entry's beginning its label is. */
function labelFrom(meaning: Meaning): number {
  return meaning === 'title' ? 0 : sample + gaps.afterSample;
}

function samplesOf({ series, measures }: Plot, entry: Entry): object[] {
  const { meaning } = entry;
  if (meaning === 'title') return [];
  if (meaning === 'prediction') return predictionSample(entry);
  const has = (...marks: readonly Measure['mark'][]): boolean =>
    measures.some(({ mark }) => marks.includes(mark));
  if (has('surface')) return [surfaceSample(entry, surfaceLook(meaning))];
  const look = seriesLook(meaning, series.length);
  return [
    ...(has('line', 'step', 'point-line') ? [lineSample(entry, look, has('line', 'step'))] : []),
    ...(has('point', 'point-line') ? [pointSample(entry, look)] : []),
  ];
}

function lineSample({ left, row }: Entry, { colour, dash }: SeriesLook, dashed: boolean): object {
  const mark = {
    type: 'rule',
    color: colour,
    strokeWidth: lineWidth,
    ...(dashed ? { strokeDash: dash } : {}),
  };
  return markAt(mark, [{ x: left, x2: left + sample, y: middle(row) }], { x2: { field: 'x2' } });
}

function pointSample({ left, row }: Entry, { colour, shape }: SeriesLook): object {
  const mark = { type: 'point', filled: true, opacity: 1, size: pointSize, color: colour, shape };
  return markAt(mark, [{ x: left + sample / 2, y: middle(row) }]);
}

/** A piece of the surface, with a line of its net in the middle. */
function surfaceSample({ left, row }: Entry, { fill, line }: SurfaceLook): object {
  const path = `M0,-5H${sample}V5H0ZM0,0H${sample}M${sample / 2},-5V5`;
  const mark = {
    type: 'point',
    filled: true,
    size: 4,
    opacity: 1,
    fill,
    stroke: line,
    strokeWidth: 0.5,
    shape: path,
  };
  return markAt(mark, [{ x: left, y: middle(row) }]);
}

/** In no colour of a series: it stands for all. */
function predictionSample({ left, row }: Entry): object[] {
  const { size, strokeWidth, strokeDash } = predictedLook;
  const line = { type: 'rule', color: ink, strokeWidth, strokeDash };
  const symbol = {
    type: 'point',
    filled: false,
    fill: 'transparent',
    stroke: ink,
    strokeWidth,
    size,
    opacity: 1,
  };
  const y = middle(row);
  return [
    markAt(line, [{ x: left, x2: left + sample, y }], { x2: { field: 'x2' } }),
    markAt(symbol, [{ x: left + sample / 2, y }]),
  ];
}

function labelled({ meaning, label, left, row }: Entry): object {
  const mark = { type: 'text', align: 'left', baseline: 'middle', fontSize: textSize, text: label };
  return markAt(mark, [{ x: left + labelFrom(meaning), y: middle(row) }]);
}

function middle(row: number): number {
  return (row + 0.5) * lineHeight;
}

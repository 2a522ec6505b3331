import { fittedText, textWidth } from '../../src/view/font.js';
import { plainText } from '../../src/stage/plain-text.js';
import type { Plot } from './plot.js';
import { lineWidth, pointSize, seriesLook, type SeriesLook, textSize } from './style.js';

const sample = 26;
const lineHeight = 18;
const gaps = { afterSample: 6, afterLabel: 20 };

interface Entry {
  readonly label: string;
  readonly look: SeriesLook;
  readonly left: number;
  readonly row: number;
}

/** The legend as a small drawing of its own, in as many rows as the width asks for; none for a single nameless series. */
export function legendOf(plot: Plot, width: number): object[] {
  const { series, measures } = plot;
  if (series.length === 1 && series[0] === '') return [];
  const entries = placedEntries(
    series.map((name) => fittedText(plainText(name), textSize, width - sample - gaps.afterSample)),
    width,
  );
  const height = ((entries.at(-1)?.row ?? 0) + 1) * lineHeight;
  const lined = measures.some(({ mark }) => mark !== 'point');
  const dashed = measures.some(({ mark }) => mark === 'line' || mark === 'step');
  const pointed = measures.some(({ mark }) => mark === 'point' || mark === 'point-line');
  const pixels = (size: number, reverse: boolean): object => ({
    type: 'quantitative',
    scale: { domain: [0, size], nice: false, zero: false, reverse },
    axis: null,
  });
  return [
    {
      width,
      height,
      encoding: { x: pixels(width, false), y: pixels(height, true) },
      layer: entries.flatMap((entry) => [
        ...(lined ? [lineSample(entry, dashed)] : []),
        ...(pointed ? [pointSample(entry)] : []),
        labelled(entry),
      ]),
    },
  ];
}

function placedEntries(labels: readonly string[], width: number): Entry[] {
  let left = 0;
  let row = 0;
  return labels.map((label, index) => {
    const length = sample + gaps.afterSample + textWidth(label, textSize);
    if (left > 0 && left + length > width) {
      left = 0;
      row += 1;
    }
    const entry = { label, look: seriesLook(index, labels.length), left, row };
    left += length + gaps.afterLabel;
    return entry;
  });
}

function lineSample({ look: { colour, dash }, left, row }: Entry, dashed: boolean): object {
  const mark = {
    type: 'rule',
    color: colour,
    strokeWidth: lineWidth,
    ...(dashed ? { strokeDash: dash } : {}),
  };
  return at(mark, { x: left, x2: left + sample, y: middle(row) }, { x2: { field: 'x2' } });
}

function pointSample({ look: { colour, shape }, left, row }: Entry): object {
  const mark = { type: 'point', filled: true, opacity: 1, size: pointSize, color: colour, shape };
  return at(mark, { x: left + sample / 2, y: middle(row) }, {});
}

function labelled({ label, left, row }: Entry): object {
  const mark = { type: 'text', align: 'left', baseline: 'middle', fontSize: textSize, text: label };
  return at(mark, { x: left + sample + gaps.afterSample, y: middle(row) }, {});
}

function at(mark: object, place: object, encoding: object): object {
  return { data: { values: [place] }, mark, encoding: { x: { field: 'x' }, y: { field: 'y' }, ...encoding } };
}

function middle(row: number): number {
  return (row + 0.5) * lineHeight;
}

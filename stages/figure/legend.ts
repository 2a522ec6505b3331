import { fittedText, textWidth } from '../../src/view/font.js';
import { plainText } from '../../src/stage/plain-text.js';
import { markAt, pixelScales } from './pixels.js';
import type { Plot } from './plot.js';
import { lineWidth, pointSize, seriesLook, type SeriesLook, surfaceLook, textSize } from './style.js';

const sample = 26;
const lineHeight = 18;
const gaps = { afterSample: 6, afterLabel: 20 };

interface Entry {
  readonly index: number;
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
  const surfaces = measures.some(({ mark }) => mark === 'surface');
  const lined = !surfaces && measures.some(({ mark }) => mark !== 'point');
  const dashed = measures.some(({ mark }) => mark === 'line' || mark === 'step');
  const pointed = measures.some(({ mark }) => mark === 'point' || mark === 'point-line');
  return [
    {
      width,
      height,
      encoding: pixelScales(width, height),
      layer: entries.flatMap((entry) => [
        ...(surfaces ? [surfaceSample(entry)] : []),
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
    const entry = { index, label, look: seriesLook(index, labels.length), left, row };
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
  return markAt(mark, [{ x: left, x2: left + sample, y: middle(row) }], { x2: { field: 'x2' } });
}

function pointSample({ look: { colour, shape }, left, row }: Entry): object {
  const mark = { type: 'point', filled: true, opacity: 1, size: pointSize, color: colour, shape };
  return markAt(mark, [{ x: left + sample / 2, y: middle(row) }]);
}

/** A piece of the surface, with a line of its net in the middle. */
function surfaceSample({ index, left, row }: Entry): object {
  const { fill, line } = surfaceLook(index);
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

function labelled({ label, left, row }: Entry): object {
  const mark = { type: 'text', align: 'left', baseline: 'middle', fontSize: textSize, text: label };
  return markAt(mark, [{ x: left + sample + gaps.afterSample, y: middle(row) }]);
}

function middle(row: number): number {
  return (row + 0.5) * lineHeight;
}

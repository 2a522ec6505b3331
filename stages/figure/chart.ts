import type { TopLevelSpec } from 'vega-lite';
import { textWidth, wrappedText } from '../../src/view/font.js';
import { plainText } from '../../src/stage/plain-text.js';
import type { Axis } from './axis.js';
import type { FigureParameters } from './parameters.js';
import { legendOf } from './legend.js';
import { layersOf } from './marks.js';
import { axesAt, type Plot } from './plot.js';
import { sceneOf } from './scene.js';
import { columnOf } from './selection.js';
import { figureWidth, look, textSize, titleSize } from './style.js';

/** The figure as a Vega-Lite specification: a legend, then the panels one below the other. */
export function chartOf(plot: Plot, parameters: FigureParameters): TopLevelSpec {
  const width = panelWidth(plot, parameters);
  const panels = plot.panels.map((label, index) => panelOf(plot, parameters, { label, index, width }));
  const text = wrappedText(plainText(parameters.title), titleSize, innerWidth(parameters), 'bold');
  const chart = {
    config: look,
    spacing: 12,
    bounds: 'full',
    ...(parameters.title === '' ? {} : { title: { text } }),
    vconcat: [...legendOf(plot, parameters, width), ...panels],
  };
  // The specification's type is a union too wide to compare with; Vega-Lite checks the value when it compiles it.
  return chart as unknown as TopLevelSpec;
}

/** The figure's width without its padding. */
function innerWidth({ width = figureWidth }: FigureParameters): number {
  return width - 2 * look.padding;
}

/** What the axis labels and titles leave of the figure's width. */
function panelWidth(plot: Plot, parameters: FigureParameters): number {
  if (parameters.depth !== undefined) return innerWidth(parameters);
  const { axes } = plot;
  const lines = verticalTitle(plot, parameters).length;
  const widest = axes
    .flatMap(({ y }) => y.ticks)
    .reduce((most, { label }) => Math.max(most, textWidth(label, textSize)), 0);
  const title = textSize + (lines - 1) * look.axis.titleLineHeight;
  const left = widest + look.axisY.labelPadding + look.axis.titlePadding + title + 4;
  const right = Math.max(...axes.map(({ x }) => textWidth(x.ticks.at(-1)?.label ?? '', textSize))) / 2;
  return Math.floor(innerWidth(parameters) - left - right);
}

function panelOf(
  plot: Plot,
  parameters: FigureParameters,
  { label, index, width }: { readonly label: string; readonly index: number; readonly width: number },
): object {
  const height = panelHeight(plot.panels.length, parameters);
  const view = {
    width,
    height,
    ...(label === '' ? {} : { title: { text: plainText(label), fontSize: textSize, offset: 6 } }),
  };
  if (parameters.depth !== undefined) {
    const title = parameters.y.title || measuresTitle(plot);
    return { ...view, ...sceneOf(plot, index, parameters, { width, height, title }) };
  }
  const last = index === plot.panels.length - 1;
  const { x, y } = axesAt(plot, index);
  const xTitle = parameters.x.title || columnOf(plot.columns, parameters.x.column).title;
  return {
    ...view,
    encoding: {
      x: {
        type: 'quantitative',
        scale: scaleOf(x),
        axis: axisOf(x, last ? titleLines(xTitle, width) : [], last || parameters.panelAxes === 'own'),
      },
      y: { type: 'quantitative', scale: scaleOf(y), axis: axisOf(y, verticalTitle(plot, parameters), true) },
    },
    layer: layersOf(plot, index),
  };
}

function panelHeight(panels: number, { depth, height }: FigureParameters): number {
  if (height !== undefined) return height;
  if (depth !== undefined) return panels === 1 ? 400 : 320;
  if (panels === 1) return 270;
  return panels === 2 ? 170 : 130;
}

function scaleOf({ scale, domain }: Axis): object {
  return { type: scale, domain, nice: false, ...(scale === 'linear' ? { zero: false } : {}) };
}

/** Along the vertical axis of each panel, in lines no longer than the panel is high. */
function verticalTitle(plot: Plot, parameters: FigureParameters): readonly string[] {
  const title = parameters.y.title || measuresTitle(plot);
  return titleLines(title, panelHeight(plot.panels.length, parameters));
}

function titleLines(title: string, length: number): readonly string[] {
  return title === '' ? [] : wrappedText(plainText(title), textSize, length);
}

function axisOf({ ticks }: Axis, title: readonly string[], labelled: boolean): object {
  const labels = Object.fromEntries(ticks.map(({ value, label }) => [String(value), label]));
  return {
    title: title.length > 1 ? title : (title[0] ?? null),
    values: ticks.map(({ value }) => value),
    labels: labelled,
    labelExpr: `(${JSON.stringify(labels)})[toString(datum.value)]`,
  };
}

const marksInWords = {
  line: 'line',
  'point-line': 'line with points',
  point: 'points',
  step: 'outline',
  surface: 'surface',
} as const;

/** `sd (line), 98th percentile (points)`. */
function measuresTitle({ measures }: Plot): string {
  const [first, ...others] = measures;
  if (others.length === 0) return first?.title ?? '';
  return measures.map(({ title, mark }) => `${title} (${marksInWords[mark]})`).join(', ');
}

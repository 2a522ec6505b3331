import { fittedText, textWidth, wrappedText } from '../../src/view/font.js';
import { plainText } from '../../src/stage/plain-text.js';
import { type Box, boxOf, type Label } from './box.js';
import type { FigureParameters } from './parameters.js';
import { markAt, pixelScales, toSecondPlace } from './pixels.js';
import { axesAt, type Plot } from './plot.js';
import { projection } from './projection.js';
import { quadsOf } from './quads.js';
import { columnOf } from './selection.js';
import { look, textSize } from './style.js';

/** One panel of surfaces: the box behind, the surfaces from the farthest cell to the nearest, and the labels. */
export function sceneOf(
  plot: Plot,
  panel: number,
  parameters: FigureParameters,
  { width, height, title }: { readonly width: number; readonly height: number; readonly title: string },
): object {
  const { x, y, depth } = axesAt(plot, panel);
  if (parameters.depth === undefined || depth === undefined) throw new RangeError('a surface has no depth');
  const titleLines = wrappedText(plainText(title), textSize, height * 0.7);
  const labelWidth = y.ticks.reduce((most, { label }) => Math.max(most, textWidth(label, textSize)), 0);
  const heightTitleAt = labelWidth + 20 + (titleLines.length - 1) * look.axis.titleLineHeight;
  const margins = { left: heightTitleAt + textSize, right: 24, top: 8, bottom: 34 };
  const seen = projection(parameters.depth, { width, height, margins });
  const titleOf = (own: string, column: string): string =>
    fittedText(plainText(own || columnOf(plot.columns, column).title), textSize, width / 2 - 20);
  const titles = {
    x: titleOf(parameters.x.title, parameters.x.column),
    depth: titleOf(parameters.depth.title, parameters.depth.column),
  };
  const box = boxOf({ x, y, depth }, titles, seen, heightTitleAt);
  const points = plot.points.filter((point) => point.panel === panel);
  return {
    encoding: pixelScales(width, height),
    layer: [
      ...behind(box),
      paintedQuads(quadsOf(points, { x, y, depth }, seen)),
      ...box.labels.map(labelled),
      markAt({ ...text, align: 'center', angle: 270, text: titleLines }, [box.heightTitle]),
    ],
  };
}

function behind({ grid, frame }: Box): object[] {
  const { gridColor, gridWidth, domainColor, domainWidth } = look.axis;
  const rule = (color: string, strokeWidth: number): object => ({ type: 'rule', color, strokeWidth });
  return [
    markAt(rule(gridColor, gridWidth), grid, toSecondPlace),
    markAt(rule(domainColor, domainWidth), frame, toSecondPlace),
  ];
}

/** Symbols of one px, each with a shape of its own: the order of the data is the order of painting. */
function paintedQuads(quads: ReturnType<typeof quadsOf>): object {
  const values = quads.map((quad) => ({ ...quad, x: 0, y: 0 }));
  const mark = { type: 'point', filled: true, size: 4, opacity: 1, strokeWidth: 0.5, strokeJoin: 'round' };
  const own = (field: string): object => ({ field, type: 'nominal', scale: null, legend: null });
  return markAt(mark, values, { shape: own('path'), fill: own('fill'), stroke: own('line') });
}

const text = { type: 'text', baseline: 'middle', fontSize: textSize };

function labelled({ x, y, text: label, align }: Label): object {
  return markAt({ ...text, align, text: label }, [{ x, y }]);
}

import { parse, textMetrics, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { textWidth } from '../../src/view/font.js';
import { tidySvg } from '../../src/view/svg.js';

declare module 'vega' {
  /** How Vega measures text; it is exported but its types leave it out. */
  export const textMetrics: { width: (item: TextItem, text: unknown) => number };
  interface TextItem {
    readonly fontSize?: number;
    readonly fontWeight?: string | number;
  }
}

/** Draws a specification as SVG, the same everywhere: text is measured by the shipped font, never by a canvas. */
export async function drawSvg(chart: TopLevelSpec, description: string): Promise<string> {
  textMetrics.width = ({ fontSize = 11, fontWeight }, text) =>
    textWidth(String(text), fontSize, fontWeight === 'bold' ? 'bold' : 'regular');
  const { spec } = compile(chart);
  const view = new View(parse(spec), { renderer: 'none' });
  try {
    return tidySvg(await view.toSVG(), description);
  } finally {
    view.finalize();
  }
}

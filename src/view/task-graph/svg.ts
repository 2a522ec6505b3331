import { textWidth } from '../font.js';
import { markup, type Html } from '../markup.js';
import { tidySvg } from '../svg.js';
import { layoutOf, type Point, type Size } from './layout.js';
import { descriptionOf, type TaskGraph, type TaskNode, type TaskShape } from './task-graph.js';

const [labelSize, wordsSize] = [12, 10];
/** Within a node, beside and above its text. */
const [beside, above] = [14, 7];
const height = labelSize + wordsSize + 2 * above + 4;

/** The graph as an SVG with the same bytes everywhere. Rounded: cached; six corners: to run; dashed: waiting. */
export async function taskGraphSvg(graph: TaskGraph): Promise<string> {
  const sizes = graph.nodes.map(sizeOf);
  const placed = await layoutOf(graph, sizes);
  const nodes = graph.nodes.map((node, index) =>
    drawnNode(node, placed.nodes[index] ?? { x: 0, y: 0 }, sizes[index] ?? { width: 0, height }),
  );
  const svg = markup`<svg width="${placed.width}" height="${placed.height}"><rect width="100%" height="100%" fill="#fff"/>${placed.edges.map(drawnEdge)}${nodes}</svg>`;
  return `${tidySvg(svg.html, descriptionOf(graph))}\n`;
}

function sizeOf({ label, words }: TaskNode): Size {
  const text = Math.max(textWidth(label, labelSize, 'bold'), textWidth(words, wordsSize));
  return { width: Math.ceil(text) + 2 * beside, height };
}

function drawnNode({ label, words, shape }: TaskNode, { x, y }: Point, size: Size): Html {
  const dashes = shape === 'waiting' ? '4 3' : 'none';
  return markup`<g text-anchor="middle"><path d="${outlines[shape](x, y, size)}" fill="#fff" stroke="#333" stroke-width="${shape === 'to run' ? 2 : 1}" stroke-dasharray="${dashes}"/><text x="${x}" y="${y - 2}" font-size="${labelSize}" font-weight="bold">${label}</text><text x="${x}" y="${y + wordsSize + 3}" font-size="${wordsSize}">${words}</text></g>`;
}

type Outline = (x: number, y: number, size: Size) => string;

const rectangle: Outline = (x, y, { width, height: h }) =>
  `M${x - width / 2} ${y - h / 2}h${width}v${h}h${-width}Z`;

const outlines: Readonly<Record<TaskShape, Outline>> = {
  cached: (x, y, { width, height: h }) => {
    const [r, w] = [h / 2, width - h];
    return `M${x - w / 2} ${y - r}h${w}a${r} ${r} 0 0 1 0 ${h}h${-w}a${r} ${r} 0 0 1 0 ${-h}Z`;
  },
  'to run': (x, y, { width, height: h }) => {
    const [left, right, corner] = [x - width / 2, x + width / 2, 8];
    return `M${left} ${y}L${left + corner} ${y - h / 2}H${right - corner}L${right} ${y}L${right - corner} ${y + h / 2}H${left + corner}Z`;
  },
  waiting: rectangle,
};

function drawnEdge(points: readonly Point[]): Html {
  const line = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  return markup`<path d="${line}" fill="none" stroke="#777"/><path d="${arrowhead(points)}" fill="#777"/>`;
}

const [headLength, headWidth] = [7, 3];

/** A triangle at the end, in the direction of the last stretch. */
function arrowhead(points: readonly Point[]): string {
  const [before, end] = [points.at(-2), points.at(-1)];
  if (before === undefined || end === undefined) return '';
  const [dx, dy] = [end.x - before.x, end.y - before.y];
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  const [u, v] = [dx / length, dy / length];
  const [x, y] = [end.x - headLength * u, end.y - headLength * v];
  return `M${end.x} ${end.y}L${x - headWidth * v} ${y + headWidth * u}L${x + headWidth * v} ${y - headWidth * u}Z`;
}

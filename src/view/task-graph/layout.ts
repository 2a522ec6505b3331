import type { TaskGraph } from './task-graph.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the middles of nodes are, and which points edges go through. */
export interface Layout extends Size {
  readonly nodes: readonly Point[];
  readonly edges: readonly (readonly Point[])[];
}

/** What is used of dagre, whose own declarations import each other in a way that TypeScript does not resolve by Node's rules. */
interface Dagre {
  readonly Graph: new () => DagreGraph;
  readonly layout: (graph: DagreGraph) => void;
}

interface DagreGraph {
  setGraph(label: Readonly<Record<string, number | string>>): unknown;
  setNode(name: string, size: Size): unknown;
  setEdge(from: string, to: string, label: object): unknown;
  node(name: string): Point;
  edge(from: string, to: string): { readonly points: readonly Point[] };
}

const margin = 12;

/** Nodes of these sizes in layers from left to right, by dagre, whose arithmetic is plain: the same numbers everywhere. */
export async function layoutOf({ edges }: TaskGraph, sizes: readonly Size[]): Promise<Layout> {
  // Version 3.1.3 exports these.
  const { Graph, layout } = (await import('@dagrejs/dagre')) as unknown as Dagre;
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 16, edgesep: 8, ranksep: 48 });
  sizes.forEach(({ width, height }, index) => graph.setNode(String(index), { width, height }));
  for (const [from, to] of edges) graph.setEdge(String(from), String(to), {});
  layout(graph);
  const nodes = sizes.map((_, index) => graph.node(String(index)));
  const between = ([from, to]: readonly [number, number]): readonly Point[] => [
    sideOf(nodes[from], sizes[from], 1),
    ...graph.edge(String(from), String(to)).points.slice(1, -1),
    sideOf(nodes[to], sizes[to], -1),
  ];
  return framed(nodes, edges.map(between), sizes);
}

/** The middle of a node's right (1) or left (−1) side, where edges leave and arrive. */
function sideOf(
  { x, y }: Point = { x: 0, y: 0 },
  { width }: Size = { width: 0, height: 0 },
  side: 1 | -1,
): Point {
  return { x: x + (side * width) / 2, y };
}

/** Moved so that everything lies within the margin: dagre counts nodes, and lets edges pass outside. */
function framed(nodes: readonly Point[], edges: Layout['edges'], sizes: readonly Size[]): Layout {
  const corners = nodes.flatMap(({ x, y }, index) => {
    const { width, height } = sizes[index] ?? { width: 0, height: 0 };
    return [
      { x: x - width / 2, y: y - height / 2 },
      { x: x + width / 2, y: y + height / 2 },
    ];
  });
  const all = [...corners, ...edges.flat()];
  const [xs, ys] = [all.map(({ x }) => x), all.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  const moved = ({ x, y }: Point): Point => ({ x: x - left, y: y - top });
  return {
    width: Math.max(...xs) + margin - left,
    height: Math.max(...ys) + margin - top,
    nodes: nodes.map(moved),
    edges: edges.map((points) => points.map(moved)),
  };
}

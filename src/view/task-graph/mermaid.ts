import { plainText } from '../../stage/plain-text.js';
import type { TaskGraph, TaskShape } from './task-graph.js';

/** Mermaid's own brackets for a stadium, a hexagon and a rectangle. */
const brackets: Readonly<Record<TaskShape, readonly [string, string]>> = {
  cached: ['([', '])'],
  'to run': ['{{', '}}'],
  waiting: ['[', ']'],
};

/** The graph as Mermaid's text, which pages and editors draw. */
export function mermaidText({ nodes, edges }: TaskGraph): string {
  const lines = nodes.map(({ label, words, shape }, index) => {
    const [open, close] = brackets[shape];
    return `  n${index}${open}"${quoted(label)}<br/>${quoted(words)}"${close}`;
  });
  const waiting = nodes.flatMap(({ shape }, index) => (shape === 'waiting' ? [`n${index}`] : []));
  return [
    'flowchart LR',
    ...lines,
    ...edges.map(([from, to]) => `  n${from} --> n${to}`),
    ...(waiting.length === 0
      ? []
      : ['  classDef waiting stroke-dasharray: 4 3', `  class ${waiting.join(',')} waiting`]),
    '',
  ].join('\n');
}

/** Text that can neither end its label nor be markup in it: all that could mean something is written as the number of its character. */
function quoted(text: string): string {
  return plainText(text).replace(
    /[^\p{L}\p{N} .,×_-]/gu,
    (character) => `#${character.codePointAt(0) ?? 0};`,
  );
}

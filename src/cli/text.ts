import { grouped } from '../artifact/numbers.js';
import { plainText } from '../stage/plain-text.js';
import type { CarriedOver } from '../store/records.js';

/** Text for terminals, on one line: names and notes can hold anything that a file, a pipeline or a stage said. */
export const shown = plainText;

/** A text's beginning: a name or a message can be as long as whoever gave it likes. */
export function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** A message of several lines on one. */
export function onOneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}

export function seconds(value: number): string {
  if (value < 10) return `${value.toFixed(1)} s`;
  if (value < 120) return `${Math.round(value)} s`;
  return value < 7200 ? `${Math.round(value / 60)} min` : `${(value / 3600).toFixed(1)} h`;
}

/** `2026-11-23 14:02`, in UTC, of a record's time. */
export function dayAndTime(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

export function bytes(value: number): string {
  if (value < 1e3) return `${value} B`;
  if (value < 1e6) return `${Math.round(value / 1e3)} kB`;
  return value < 1e9 ? `${Math.round(value / 1e6)} MB` : `${(value / 1e9).toFixed(1)} GB`;
}

/** `carried over, 20 of 500 re-executed`: what is said of outputs that other code made. */
export function carriedText({ reexecuted, of }: CarriedOver): string {
  return `carried over, ${grouped(reexecuted)} of ${grouped(of)} re-executed`;
}

/** `shapes, network ×2`: tasks by the stage whose cells they are. */
export function byStage(tasks: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const task of tasks) counts.set(stageOf(task), (counts.get(stageOf(task)) ?? 0) + 1);
  return [...counts].map(([stage, count]) => shown(count === 1 ? stage : `${stage} ×${count}`)).join(', ');
}

function stageOf(task: string): string {
  return task.replace(/\[.*$/s, '');
}

/** Cells before the last one are folded at this width. */
const widest = 40;

/** A table whose long cells are folded under their own beginnings, where the terminal would fold them under the first. */
export function folded(rows: readonly (readonly string[])[], width = 100): string {
  const before = rows.map((row) => row.slice(0, -1).map((cell) => foldedText(cell, widest)));
  const [first = ''] = columns(before.flatMap((cells) => inLines([...cells, ['|']]))).split('\n');
  const margin = first.length - 1;
  const last = rows.map((row) => foldedText(row.at(-1) ?? '', Math.max(30, width - margin)));
  return columns(before.flatMap((cells, row) => inLines([...cells, last[row] ?? []])));
}

/** The lines of a row of folded cells: each has all cells, empty where a cell has ended. */
function inLines(cells: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const count = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: count }, (_, line) => cells.map((lines) => lines[line] ?? ''));
}

function foldedText(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length + 1 > width && line !== '') lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

/** A table of cells, columns wide as they need, two spaces between. */
export function columns(rows: readonly (readonly string[])[], indent = '  '): string {
  const widths = rows.reduce<number[]>(
    (sofar, row) => row.map((cell, index) => Math.max(sofar[index] ?? 0, cell.length)),
    [],
  );
  return rows
    .map(
      (row) =>
        indent +
        row
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join('  ')
          .trimEnd(),
    )
    .join('\n');
}

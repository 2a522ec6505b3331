import type { Language } from './comments.js';

/** A table as documents show it: a heading and rows of texts. Columns of numbers are right-aligned. */
export interface ShownTable {
  readonly columns: readonly { readonly heading: string; readonly isNumeric: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

/** The table's text between its markers. In Markdown, formatted as Prettier does it. */
export function tableText(table: ShownTable, language: Language): string {
  return language === 'html' ? `\n${htmlTable(table)}\n` : `\n\n${markdownTable(table)}\n\n`;
}

function markdownTable({ columns, rows }: ShownTable): string {
  const cells = [columns.map(({ heading }) => heading), ...rows].map((row) =>
    row.map((cell) => escaped(cell, 'markdown')),
  );
  const widths = columns.map((_, index) => Math.max(3, ...cells.map((row) => widthOf(row[index] ?? ''))));
  const [heading = [], ...body] = cells.map((row) =>
    row.map((cell, index) => padded(cell, widths[index] ?? 3, columns[index]?.isNumeric ?? false)),
  );
  const rule = columns.map(({ isNumeric }, index) =>
    isNumeric ? `${'-'.repeat((widths[index] ?? 3) - 1)}:` : '-'.repeat(widths[index] ?? 3),
  );
  return [heading, rule, ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function padded(cell: string, width: number, toTheRight: boolean): string {
  const space = ' '.repeat(width - widthOf(cell));
  return toTheRight ? space + cell : cell + space;
}

/** In signs; none that are wide or combine stand in numbers. */
function widthOf(text: string): number {
  return Array.from(text).length;
}

function htmlTable({ columns, rows }: ShownTable): string {
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell, 'html')}</${tag}>`).join('')}</tr>`;
  return [
    '<table>',
    row(
      columns.map(({ heading }) => heading),
      'th',
    ),
    ...rows.map((cells) => row(cells, 'td')),
    '</table>',
  ].join('\n');
}

/** A text as it must be written to be seen as it is. */
export function escaped(text: string, language: Language): string {
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return language === 'html' ? html : html.replace(/[\\`*_[\]|]/g, '\\$&').replace(/\s+/g, ' ');
}

/** What a reader sees of a text that has been escaped, by us or by a formatter that leaves out needless escapes. */
export function unescaped(text: string, language: Language): string {
  const plain = language === 'html' ? text : text.replace(/\\([!-/:-@[-`{-~])/g, '$1');
  return plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Whether two tables in Markdown are the same but for what a formatter may set otherwise: space around cells, needless escapes. */
export function isSameTable(a: string, b: string): boolean {
  return compact(a) === compact(b);
}

function compact(text: string): string {
  return text
    .trim()
    .replace(/[ \t\r]*(\||\n)[ \t\r]*/g, '$1')
    .replace(/\\([`*_[\]])/g, '$1')
    .replace(/(?<=\|)(:?)-+(:?)(?=\|)/g, '$1-$2');
}

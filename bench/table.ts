/** What a section tells: a table of figures with words below it. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** What is absent and how to get it; what a reader may take wrong. */
  readonly notes?: readonly string[];
}

export interface Row {
  readonly what: string;
  /** One a column; undefined where there is none. */
  readonly values: readonly (number | string | undefined)[];
}

/** A table for people. */
export function tableText({ title, columns, rows, notes = [] }: Table): string {
  const lines = [['', ...columns], ...rows.map(({ what, values }) => [what, ...values.map(cellText)])];
  const widths = ['', ...columns].map((_, c) => Math.max(...lines.map((cells) => (cells[c] ?? '').length)));
  const text = lines.map((cells) =>
    cells
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0)))
      .join('  '),
  );
  const [head = '', ...body] = text;
  return [title, head, ...body, ...notes.map((note) => `  ${note}`)].join('\n');
}

/** The same for programs. */
export function tableJson({ title, columns, rows, notes = [] }: Table) {
  const named = rows.map(({ what, values }) => ({
    what,
    ...Object.fromEntries(columns.map((column, c) => [column, values[c] ?? null])),
  }));
  return { title, rows: named, notes };
}

/** Three figures that count. */
function cellText(value: number | string | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}

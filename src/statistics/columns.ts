import type { Column } from '../artifact/table.js';

export function numbers(titles: Readonly<Record<string, string>>): readonly Column[] {
  return Object.entries(titles).map(([name, title]) => ({ name, type: 'number', title }));
}

export function text(name: string, title: string): Column {
  return { name, type: 'text', title };
}

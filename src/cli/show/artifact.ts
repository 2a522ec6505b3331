import { exactNumber, formatNumber } from '../../artifact/numbers.js';
import { decodeTable } from '../../artifact/table-description.js';
import { tableMediaType, type Table } from '../../artifact/table.js';
import { decodeTensors, tensorsMediaType, type Tensor } from '../../artifact/tensors.js';
import type { Artifact } from '../../store/records.js';
import { bytes, columns, shown } from '../text.js';

export interface Showing {
  /** Every row of a table. */
  readonly all: boolean;
  /** Where the bytes are, for what only another program can show. */
  readonly file: string;
}

/** An artifact for people, as its media type allows. */
export function artifactText(artifact: Artifact, content: Buffer, { all, file }: Showing): string {
  const { mediaType, digest, description } = artifact;
  const title = typeof description.title === 'string' ? `${description.title}  ` : '';
  const heading = shown(`${title}${mediaType}, ${bytes(artifact.bytes)}, ${digest}`);
  return `${heading}\n${bodyOf(artifact, content, all) ?? file}`;
}

function bodyOf(artifact: Artifact, content: Buffer, all: boolean): string | undefined {
  const { mediaType, description } = artifact;
  if (mediaType === tableMediaType) return tableText(decodeTable(content, description), all ? Infinity : 20);
  if (mediaType === tensorsMediaType) return columns(Object.entries(decodeTensors(content)).map(tensorRow));
  if (mediaType.endsWith('json') || mediaType === 'text/plain') return linesOf(content.toString('utf8'));
  return undefined;
}

function tableText({ description, rows }: Table, most: number): string {
  const names = description.columns.map(({ name }) => name);
  const shownRows = rows.slice(0, most).map((row) => names.map((name) => cellText(row[name])));
  const rest = rows.length - shownRows.length;
  const more = rest > 0 ? [`  and ${exactNumber(rest)} more: --all shows them`] : [];
  return [columns([names.map(shown), ...shownRows]), ...more].join('\n');
}

/** A table's numbers have all their digits here: this is where a reader looks them up. */
function cellText(value: number | string | undefined): string {
  return typeof value === 'number' ? String(value) : shown(value ?? '');
}

function tensorRow([name, { type, shape, data }]: readonly [string, Tensor]): readonly string[] {
  let [least, greatest, sum] = [Infinity, -Infinity, 0];
  for (const value of data) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    sum += value;
  }
  const mean = `mean ${formatNumber(sum / data.length)}`;
  return [shown(name), type, shape.join(' × '), `${formatNumber(least)} … ${formatNumber(greatest)}`, mean];
}

function linesOf(text: string): string {
  return text.trimEnd().split('\n').map(shown).join('\n');
}

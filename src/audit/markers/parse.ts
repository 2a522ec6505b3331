import type { Json } from '../../artifact/json.js';
import { suggestion } from '../../stage/nearest.js';
import { BadInput } from '../../stage/problem.js';
import { formatOf, type Format } from './format.js';
import { claimParts, type Marker, type ShownColumn, type Subject } from './marker.js';
import { clausesOf } from './words.js';

/**
 * Reads a marker: `quickstart claim activations-shrink, 3 digits`. A pipeline, what of it, and clauses: where, last row, set, column,
 * or how numbers are written. Throws BadInput at `place` where it is not one.
 */
export function parseMarker(text: string, place: string): Marker {
  const clauses = clausesOf(text);
  const [[pipeline, ...what] = [], ...others] = clauses ?? [];
  if (clauses === undefined || pipeline === undefined)
    throw new BadInput({
      place,
      rule: clauses === undefined ? 'quotes or brackets are left open.' : 'the marker names no pipeline.',
      remedy: 'Example: <!-- samebits: quickstart claim top-layer, 3 digits -->',
    });
  if (text.includes('--'))
    throw new BadInput({
      place,
      rule: 'a comment may hold no two hyphens in a row: to some readers of Markdown it would not be one.',
      remedy: 'A setting is written set NAME=VALUE.',
    });
  const subject = subjectOf(what, place);
  const parts = others.map((words) => clauseOf(words, subject, place));
  const formats = parts.flatMap(({ format }) => format ?? []);
  return {
    ...{ pipeline, subject, format: formats.at(-1) },
    where: Object.fromEntries(parts.flatMap(({ where }) => where ?? [])),
    row: parts.some(({ last }) => last) ? 'last' : 'only',
    settings: parts.flatMap(({ setting }) => setting ?? []),
    columns: parts.flatMap(({ column }) => column ?? []),
  };
}

const subjects = ['claim', 'cell', 'digest', 'table', 'claims', 'printed'];

function subjectOf([kind = '', ...words]: readonly string[], place: string): Subject {
  const [first, second] = words;
  const count = words.length;
  if (kind === 'claims' && count === 0) return { kind };
  if (kind === 'printed' && first === 'claims' && count === 1) return { kind };
  if (kind === 'table' && first !== undefined && count === 1) return { kind, of: tableName(first, place) };
  if (kind === 'cell' && first !== undefined && second !== undefined && count === 2)
    return { kind, of: tableName(first, place), column: unquoted(second) };
  if (kind === 'digest' && first !== undefined && count <= 2)
    return { kind, of: tableName(first, place), length: lengthOf(second, place) };
  if (kind === 'claim' && first !== undefined && count <= 2) {
    const part = claimParts.find((each) => each === (second ?? 'measured'));
    if (part !== undefined) return { kind, id: first, part };
    throw new BadInput({
      place,
      rule: `a claim has no ${second ?? ''}.`,
      remedy: suggestion(second ?? '', claimParts),
    });
  }
  throw new BadInput({
    place,
    rule: subjects.includes(kind)
      ? `${kind} is not followed by what belongs there.`
      : `"${kind}" is nothing that a marker can be about.`,
    remedy: subjects.includes(kind) ? forms : suggestion(kind, subjects),
  });
}

const forms =
  'There is: claim ID, cell STAGE.OUTPUT COLUMN, table STAGE.OUTPUT, digest STAGE.OUTPUT LENGTH, claims, printed claims.';

function tableName(text: string, place: string): string {
  if (/^[^.]+\.[^.]+$/.test(text)) return text;
  throw new BadInput({
    place,
    rule: `"${text}" does not name an output.`,
    remedy: 'Name a stage and its output: probe.activations.',
  });
}

function lengthOf(text = '12', place: string): number {
  const length = Number(text);
  if (Number.isInteger(length) && length >= 4 && length <= 64) return length;
  throw new BadInput({ place, rule: `a digest is shown with 4 to 64 characters, not ${text}.` });
}

/** What a clause adds to a marker. */
interface Clause {
  readonly where?: readonly (readonly [string, Json])[];
  readonly last?: boolean;
  readonly setting?: string;
  readonly column?: ShownColumn;
  readonly format?: Format;
}

function clauseOf(words: readonly string[], subject: Subject, place: string): Clause {
  const [first = '', ...rest] = words;
  if (first === 'where' && rest.length > 0) return { where: rest.map((word) => pairOf(word, place)) };
  if (words.join(' ') === 'last row') return { last: true };
  if (first === 'set' && rest.length === 1) return { setting: settingOf(rest[0] ?? '', place) };
  if (first === 'column' && rest.length > 0 && (subject.kind === 'table' || subject.kind === 'claims'))
    return { column: columnOf(rest, place) };
  const format = formatOf(words);
  if (format !== undefined) return { format };
  throw new BadInput({
    place,
    rule: `"${words.join(' ')}" is no clause of this marker.`,
    remedy:
      'There is: where NAME=VALUE, last row, set NAME=VALUE, N digits, N decimals, percent N decimals, exact; of tables, column NAME.',
  });
}

/** `sd 3 digits as "spread"` */
function columnOf([name = '', ...words]: readonly string[], place: string): ShownColumn {
  const at = words.indexOf('as');
  const [shape, heading] = at === -1 ? [words, name] : [words.slice(0, at), words[at + 1] ?? ''];
  const format = formatOf(shape);
  if ((shape.length > 0 && format === undefined) || (at !== -1 && words.length !== at + 2))
    throw new BadInput({
      place,
      rule: `"${[name, ...words].join(' ')}" is not how a column is named.`,
      remedy: 'Example: column sd 3 digits as "spread"',
    });
  return { name: unquoted(name), format, heading: unquoted(heading) };
}

function pairOf(word: string, place: string): readonly [string, Json] {
  const at = word.indexOf('=');
  if (at > 0) return [unquoted(word.slice(0, at)), jsonOrText(word.slice(at + 1))];
  throw new BadInput({ place, rule: `"${word}" is not NAME=VALUE.`, remedy: 'Example: where layer=5' });
}

/** A document is read on other machines: it names no paths there, and may not have any read. */
function settingOf(text: string, place: string): string {
  if (!/[\\/]|\.\./.test(text)) return text;
  throw new BadInput({
    place,
    rule: 'a marker sets no paths.',
    remedy: 'Numbers of data that lie elsewhere stay unmarked.',
  });
}

function unquoted(word: string): string {
  const value = jsonOrText(word);
  return typeof value === 'string' ? value : word;
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

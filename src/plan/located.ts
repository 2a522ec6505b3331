import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Json } from '../artifact/json.js';
import { BadInput, type Problem } from '../stage/problem.js';
import { syntaxProblems } from './syntax.js';

/** JSON that remembers where it was written, so that an error found much later can name file, line and column. */
export type Located =
  | (Standing & { readonly kind: 'value'; readonly value: null | boolean | number | string })
  | (Standing & { readonly kind: 'list'; readonly items: readonly Located[] })
  | (Standing & { readonly kind: 'object'; readonly members: ReadonlyMap<string, Member> });

interface Standing {
  readonly place: string;
  /** Where the reference stands that this value of the matrix was put in for. */
  readonly usedAt?: string;
}

export interface Member {
  /** Where the name stands. */
  readonly place: string;
  readonly value: Located;
}

export type Path = readonly (string | number)[];

/** Parses strict JSON. Throws BadInput with every syntax error, or with every name that an object has twice. */
export function parseLocated(read: string, file: string): Located {
  // A byte order mark is no part of the text (RFC 8259, section 8.1).
  const text = read.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const placeOf = placesIn(text, file);
  if (text.trim() === '')
    throw new BadInput({ place: placeOf(0), rule: 'the file is empty.', remedy: 'A pipeline is one { … }.' });
  const problems: Problem[] = syntaxProblems(text, errors).map(({ offset, ...told }) => ({
    place: placeOf(offset),
    ...told,
  }));
  if (tree === undefined || problems.length > 0) throw new BadInput(problems);
  const located = fromNode(tree, placeOf, problems);
  if (problems.length > 0) throw new BadInput(problems);
  return located;
}

function fromNode(node: Node, placeOf: (offset: number) => string, problems: Problem[]): Located {
  const place = placeOf(node.offset);
  if (node.type === 'array')
    return {
      place,
      kind: 'list',
      items: (node.children ?? []).map((child) => fromNode(child, placeOf, problems)),
    };
  if (typeof node.value === 'number' && !Number.isFinite(node.value))
    problems.push({ place, rule: 'this number is too large for a double.' });
  // The parser's scalar values are JSON's.
  if (node.type !== 'object')
    return { place, kind: 'value', value: node.value as null | boolean | number | string };
  const members = new Map<string, Member>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined) continue;
    const name = String(key.value);
    const before = members.get(name);
    if (before !== undefined)
      problems.push({
        place: placeOf(key.offset),
        rule: `"${name}" stands here twice.`,
        remedy: `Remove this one or that at ${before.place}.`,
      });
    members.set(name, { place: placeOf(key.offset), value: fromNode(value, placeOf, problems) });
  }
  return { place, kind: 'object', members };
}

function placesIn(text: string, file: string): (offset: number) => string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [line, end] = [0, starts.length];
    while (end - line > 1) {
      const middle = (line + end) >> 1;
      if ((starts[middle] ?? 0) <= offset) line = middle;
      else end = middle;
    }
    return `${file}:${line + 1}:${offset - (starts[line] ?? 0) + 1}`;
  };
}

export function located(value: Json, place: string): Located {
  if (Array.isArray(value))
    return { place, kind: 'list', items: value.map((item: Json) => located(item, place)) };
  if (typeof value !== 'object' || value === null) {
    // Lists and objects are handled apart; what is left is a scalar.
    return { place, kind: 'value', value: value };
  }
  const members = Object.entries(value).map(([name, member]): [string, Member] => [
    name,
    { place, value: located(member, place) },
  ]);
  return { place, kind: 'object', members: new Map(members) };
}

export function plain(from: Located): Json {
  if (from.kind === 'value') return from.value;
  if (from.kind === 'list') return from.items.map(plain);
  return Object.fromEntries([...from.members].map(([name, { value }]) => [name, plain(value)]));
}

/** Where the value at a path was written, or the nearest thing around it; `atName` asks for its name's place. */
export function placeAt(from: Located, [step, ...rest]: Path, atName = false): string {
  if (step === undefined) return from.place;
  if (from.kind === 'list') {
    const item = from.items[Number(step)];
    return item === undefined ? from.place : placeAt(item, rest, atName);
  }
  const member = from.kind === 'object' ? from.members.get(String(step)) : undefined;
  if (member === undefined) return from.place;
  return atName && rest.length === 0 ? member.place : placeAt(member.value, rest, atName);
}

/** `patch` laid over `base` by the rules of JSON Merge Patch (RFC 7396): objects merge, null removes, all else replaces. */
export function merged(base: Located | undefined, patch: Located): Located {
  if (patch.kind !== 'object') return patch;
  const members = new Map(base?.kind === 'object' ? base.members : []);
  for (const [name, { place, value }] of patch.members) {
    if (value.kind === 'value' && value.value === null) members.delete(name);
    else members.set(name, { place, value: merged(members.get(name)?.value, value) });
  }
  return { place: patch.place, kind: 'object', members };
}

/** What stands for a member that is not there. */
export const nothing: Located = { place: '', kind: 'value', value: null };

export function memberOf(from: Located, name: string): Located {
  return (from.kind === 'object' ? from.members.get(name)?.value : undefined) ?? nothing;
}

/** An object's members; none of what is not an object. */
export function membersOf(from: Located): ReadonlyMap<string, Member> {
  return from.kind === 'object' ? from.members : new Map<string, Member>();
}

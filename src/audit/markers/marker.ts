import type { JsonObject } from '../../artifact/json.js';
import type { Format } from './format.js';

/** What a marker says that its text is. */
export interface Marker {
  /** The pipeline's name, as its file is called. */
  readonly pipeline: string;
  readonly subject: Subject;
  /** Matrix values and values of the table's columns. */
  readonly where: JsonObject;
  readonly row: 'only' | 'last';
  /** Undefined where the marker does not say. */
  readonly format: Format | undefined;
  /** `train.with.updates=3000`, as after `--set`. */
  readonly settings: readonly string[];
  /** Of a table: which columns, in order; all where none is named. */
  readonly columns: readonly ShownColumn[];
}

export type Subject =
  | { readonly kind: 'claim'; readonly id: string; readonly part: ClaimPart }
  | { readonly kind: 'cell'; readonly of: string; readonly column: string }
  | { readonly kind: 'digest'; readonly of: string; readonly length: number }
  | { readonly kind: 'table'; readonly of: string }
  | { readonly kind: 'claims' }
  | { readonly kind: 'printed' };

export const claimParts = ['measured', 'verdict', 'expected', 'p'] as const;
export type ClaimPart = (typeof claimParts)[number];

export interface ShownColumn {
  readonly name: string;
  readonly format: Format | undefined;
  /** The heading, where it is not the column's name. */
  readonly heading: string;
}

/** Whether the marked text is a table or lines of a run, and so a block of its own. */
export function isBlock({ subject: { kind } }: Marker): boolean {
  return kind === 'table' || kind === 'claims' || kind === 'printed';
}

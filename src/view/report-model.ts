import type { Digest } from '../artifact/digest.js';
import type { Json } from '../artifact/json.js';
import type { Table } from '../artifact/table.js';
import type { ResolvedClaim } from '../claim/claim.js';
import type { Verdict } from '../claim/verdict.js';

export interface JudgedClaim {
  readonly claim: ResolvedClaim;
  readonly verdict: Verdict;
  /** The table that the measured value was read from. */
  readonly digests: readonly Digest[];
}

export interface PageFigure {
  readonly id: string;
  readonly caption: string;
  readonly summary: string;
  readonly svg: string;
  readonly digest: Digest;
}

export interface PageSheet {
  readonly title: string;
  readonly png: Uint8Array;
  readonly digest: Digest;
}

export interface PageTable {
  readonly table: Table;
  readonly digest: Digest;
  /** Which cell of the matrix it comes from, in words; empty where there is one only. */
  readonly cell: string;
}

export interface PageSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly paper: string;
  readonly figures: readonly PageFigure[];
  readonly sheets: readonly PageSheet[];
}

/** An artifact the page was made from. */
export interface PageSource {
  readonly role: string;
  readonly cell: string;
  readonly output: string;
  readonly digest: Digest;
}

/** A stage of the pipeline with its parameters, each with the values it has in the cells. */
export interface PageStage {
  readonly name: string;
  readonly use: string;
  readonly parameters: Readonly<Record<string, readonly Json[]>>;
}

export interface Page {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What was overridden on the command line. */
  readonly settings: readonly string[];
  readonly stages: readonly PageStage[];
  readonly sections: readonly PageSection[];
  readonly tables: readonly PageTable[];
  readonly claims: readonly JudgedClaim[];
  /** What went wrong on the way, such as a training that diverged. */
  readonly failures: readonly string[];
  readonly sources: readonly PageSource[];
}

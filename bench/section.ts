import type { Table } from './table.js';

/** How much is measured: `quick` only shows that everything runs. */
export interface Effort {
  readonly quick: boolean;
  /** For files that are of no use afterwards. */
  readonly folder: string;
}

/** A `*.bench.ts` exports `bench`, which is one of these. */
export type Section = (effort: Effort) => Promise<readonly Table[]>;

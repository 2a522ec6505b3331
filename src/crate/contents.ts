import type { Digest } from '../artifact/digest.js';
import { fileId } from './entity.js';
import { endOf, type Executed, type Made } from '../store/executed.js';
import type { Wording } from './wording.js';

/** A file of the crate: an artifact, a record, the workflow, the pipeline. */
export interface CrateFile {
  /** From the crate's folder, with `/` between. */
  readonly path: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: Digest;
}

export interface ArtifactFile extends CrateFile {
  readonly made: Made;
}

/** What a crate holds and says. */
export interface Contents extends Wording {
  readonly executed: Executed;
  readonly workflow: CrateFile;
  readonly artifacts: readonly ArtifactFile[];
  readonly others: readonly CrateFile[];
}

/** The identifier of each artifact's file, by its digest. */
export type Places = ReadonlyMap<Digest, string>;

export function placesOf({ artifacts }: Contents): Places {
  return new Map(artifacts.map(({ path, sha256 }) => [sha256, fileId(path)]));
}

/** When the last of the tasks ended: the crate's date, so that the same records give the same crate. */
export function lastEnd({ records }: Executed): string {
  return records.map(endOf).sort().at(-1) ?? '';
}

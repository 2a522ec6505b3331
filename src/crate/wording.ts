import { isJsonObject, type Json } from '../artifact/json.js';
import type { Executed } from '../store/executed.js';

/** What the crate says of itself. */
export interface Wording {
  readonly title: string;
  readonly description: string;
  /** The address of the licence that the crate is given under. */
  readonly licence: string | undefined;
}

/** The pipeline's own words, which the record of its report has; else its name. */
export function wordingOf({ name, records }: Executed, licence: string | undefined): Wording {
  const told = records.map(({ preimage }) => preimage.pipeline).filter(isJsonObject);
  const said = (member: string): string => told.map((pipeline) => pipeline[member]).find(isText) ?? '';
  return {
    title: said('title') || name,
    description: said('description') || `The last run of the samebits pipeline ${name}, from its records.`,
    licence,
  };
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

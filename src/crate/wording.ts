import type { Json } from '../artifact/json.js';
import { pipelineTexts, settingsOf, type Executed } from '../store/executed.js';

/** What the crate says of itself. */
export interface Wording {
  readonly title: string;
  readonly description: string;
  /** The address of the licence that the crate is given under. */
  readonly licence: string | undefined;
}

/** The pipeline's own words, which the record of its report has, and what the command line overrode; else its name. */
export function wordingOf(executed: Executed, licence: string | undefined): Wording {
  const { name } = executed;
  const told = pipelineTexts(executed);
  const said = (member: string): string => told.map((pipeline) => pipeline[member]).find(isText) ?? '';
  const description =
    said('description') || `The last run of the samebits pipeline ${name}, from its records.`;
  const settings = settingsOf(executed);
  const overridden = settings.length === 0 ? '' : ` Run with ${settings.join(' ')}.`;
  return { title: said('title') || name, description: description + overridden, licence };
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

import { escapeMarkup } from './escape.js';

/** Markup that may go into a page as it is. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[];

/** A template whose values are escaped unless they are markup already: text from outside cannot become markup by mistake. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.map((string, index) => string + markupOf(parts[index] ?? '')).join('') };
}

function markupOf(part: Part): string {
  if (typeof part === 'string') return escapeMarkup(part);
  if (typeof part === 'number') return String(part);
  return isHtml(part) ? part.html : part.map((one) => one.html).join('');
}

function isHtml(part: Html | readonly Html[]): part is Html {
  return 'html' in part;
}

/** For text that is known to be safe markup: our own style sheet, a drawing that was checked. */
export function trustedMarkup(text: string): Html {
  return { html: text };
}

export const nothing: Html = { html: '' };

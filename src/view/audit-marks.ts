import { type Html, markup, trustedMarkup } from './markup.js';
import type { Page } from './report-model.js';

/** Puts around a text of the page the comments by which `samebits audit` finds it again; `what` is of a claim: `top-layer verdict`. */
export type AuditMark = (what: string, text: Html | string) => Html;

/** A name, or a setting without its `--set`, that means nothing in a comment but itself. */
const plain = /^[\w.=,[\]-]+$/;

/** No comments where a name or a setting could not be read back from one. */
export function auditMarkOf({ name, settings }: Pick<Page, 'name' | 'settings'>): AuditMark {
  const given = settings.map((setting) => setting.replace(/^--set /, ''));
  const isPlain = [name, ...given].every((word) => plain.test(word) && !word.includes('--'));
  return (what, text) => {
    if (!isPlain || !/^[a-z0-9- ]+$/.test(what) || what.includes('--')) return markup`${text}`;
    const words = [`${name} claim ${what}`, ...given.map((setting) => `set ${setting}`)].join(', ');
    return markup`${trustedMarkup(`<!-- samebits: ${words} -->`)}${text}${trustedMarkup('<!-- / -->')}`;
  };
}

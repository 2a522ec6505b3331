import { type Html, markup, nothing } from './markup.js';

/** Where the executor, which alone knows keys and records, says how the page's artifacts were made. */
export const provenanceMarker = '<!-- provenance -->';

export interface ProvenanceEntry {
  /** The task's name: `figure[tanh]`. */
  readonly task: string;
  readonly key: string;
  /** Whether other machines may make other bytes of it. */
  readonly machineBound: boolean;
  /** How far outputs that other code made were re-executed with this: `20 of 500`. */
  readonly carriedOver?: string;
  /** Where its record is, relative to the page. */
  readonly record: string;
  readonly outputs: readonly { readonly name: string; readonly digest: string; readonly href?: string }[];
}

/** The page with the tasks that made it at its foot. Throws RangeError where the page has not one place for them. */
export function withProvenance(page: string, entries: readonly ProvenanceEntry[]): string {
  const parts = page.split(provenanceMarker);
  const [before, after] = parts;
  if (before === undefined || after === undefined || parts.length !== 2)
    throw new RangeError(`the page has ${parts.length - 1} places for its provenance, not one`);
  return before + provenanceSection(entries).html + after;
}

const boundNote = markup` <em>Machine-bound</em>: made with an engine, or from what an engine made, whose bits differ between machines; in no lock file.`;

function provenanceSection(entries: readonly ProvenanceEntry[]): Html {
  const items = entries.map(({ task, key, machineBound, carriedOver, record, outputs }) => {
    const links = outputs.map(({ name, digest, href }) => {
      const shown = href === undefined ? markup`${name}` : markup`<a href="${relative(href)}">${name}</a>`;
      return markup`<li>${shown} <code>${digest}</code></li>`;
    });
    const bound = machineBound ? markup` <em>machine-bound</em>` : nothing;
    const carried =
      carriedOver === undefined ? nothing : markup` <em>carried over</em>, ${carriedOver} parts re-executed;`;
    return markup`<li>${task}${bound}${carried} <a href="${relative(record)}">record</a> key <code>${key}</code>
<ul>${links}</ul></li>
`;
  });
  return markup`<section class="provenance">
<h2>How it was made</h2>
<p>The tasks, each with the key that the cache knows it by and the record of its execution.${entries.some(({ machineBound }) => machineBound) ? boundNote : nothing}</p>
<ol>
${items}</ol>
</section>`;
}

/** A page may be moved with its folder: links go nowhere else, and never to a script. */
function relative(address: string): string {
  if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(address.trim()))
    throw new RangeError(`${address} is not a relative link`);
  return address;
}

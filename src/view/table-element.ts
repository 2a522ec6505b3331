import type { Cell } from '../artifact/table.js';
import { failuresTold } from '../stage/cell.js';
import { type Html, markup, nothing } from './markup.js';
import { counted, formatNumber } from '../artifact/numbers.js';
import type { PageTable } from './report-model.js';

/** Longer tables are folded away; of very long ones the first rows are shown, and the page says so. */
const mostUnfolded = 30;
const mostShown = 500;

export function tableElement(page: PageTable): Html {
  const { digest, cell, table } = page;
  const { description, rows } = table;
  const title = cell === '' ? description.title : `${description.title} (${cell})`;
  const body = rowsElement(page);
  const size = counted(rows.length, 'row');
  const folded =
    rows.length > mostUnfolded ? markup`<details><summary>${size}</summary>${body}</details>` : body;
  const notes = failuresTold(description).map(
    (failure) => markup`<p><small>✕ ${failure}</small></p>
`,
  );
  return markup`<h3><a href="#artifact-${digest}">${title}</a></h3>
${notes}${folded}
`;
}

function rowsElement({ table: { description, rows } }: PageTable): Html {
  const { columns } = description;
  const names = columns.map(
    ({ name, title, type }) =>
      markup`<th scope="col" class="${type}" title="${title}">${breakable(name)}</th>`,
  );
  const lines = rows.slice(0, mostShown).map((row) => {
    const cells = columns.map(({ name, type }) => markup`<td class="${type}">${cellText(row[name])}</td>`);
    return markup`<tr>${cells}</tr>
`;
  });
  const cut = `The first ${counted(mostShown, 'row')} of ${counted(rows.length, 'row')}; the artifact has all.`;
  return markup`<div class="wide"><table class="data">
<thead><tr>${names}</tr></thead>
<tbody>
${lines}</tbody>
</table></div>
${rows.length > mostShown ? markup`<p><small>${cut}</small></p>` : nothing}`;
}

/** A name in camel case, with places where a line may end: zero-width spaces. */
function breakable(name: string): string {
  return name.replace(/(?=[A-Z])/g, '\u200b');
}

function cellText(cell: Cell | undefined): string {
  return typeof cell === 'number' ? formatNumber(cell, 4) : (cell ?? '');
}

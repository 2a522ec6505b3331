import { askedElement, overridden } from './asked-element.js';
import { auditMarkOf, type AuditMark } from './audit-marks.js';
import { claimsBeside, claimsTable, tally, undecidedList } from './claim-parts.js';
import { type Html, markup, nothing, trustedMarkup } from './markup.js';
import { counted } from '../artifact/numbers.js';
import { provenanceMarker } from './provenance.js';
import type { JudgedClaim, Page, PageFigure, PageSheet, PageSource, PageTable } from './report-model.js';
import { reportStyle } from './report-style.js';
import { withIdPrefix } from './svg.js';
import { tableElement } from './table-element.js';

/** One page that stands alone: no script, nothing fetched from elsewhere. */
export function reportPage(page: Page): string {
  const { name, title, description } = page;
  const policy = [
    ...["default-src 'none'", "style-src 'unsafe-inline'", 'img-src data:'],
    ...["base-uri 'none'", "form-action 'none'"],
  ].join('; ');
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${trustedMarkup(reportStyle)}</style>
</head>
<body>
<main>
<header>
<p class="kicker">${name}</p>
<h1>${title}</h1>
${description === '' ? nothing : markup`<p class="lede">${description}</p>`}
${tally(page.claims)}
${overridden(page.settings)}
</header>
${failureNote(page.failures)}
${sectionElements(page)}
${tableSection(page.tables)}
${claimsTable(page.claims, auditMarkOf(page))}
${undecidedList(page.claims)}
${askedElement(page.stages)}
</main>
<footer>
${sourceList(page.sources)}
${trustedMarkup(provenanceMarker)}
</footer>
</body>
</html>
`.html;
}

function failureNote(failures: readonly string[]): Html {
  if (failures.length === 0) return nothing;
  const items = failures.map((failure) => markup`<li>${failure}</li>`);
  return markup`<aside class="failure" role="note">
<h2>✕ ${counted(failures.length, 'computation')} ended early</h2>
<ul>${items}</ul>
</aside>`;
}

function sectionElements(page: Page): Html[] {
  const { sections, claims } = page;
  const mark = auditMarkOf(page);
  let drawn = 0;
  return sections.map(({ heading, paragraphs, paper, figures, sheets }) => {
    const shown = figures.map((figure) => figureElement(figure, (drawn += 1), claims, mark));
    return markup`<section>
${heading === '' ? nothing : markup`<h2>${heading}</h2>`}
${paragraphs.map((text) => markup`<p>${text}</p>`)}
${paper === '' ? nothing : markup`<blockquote><p>${paper}</p><footer>what the paper says, in our words</footer></blockquote>`}
${sheets.map(sheetElement)}
${shown}
</section>
`;
  });
}

function figureElement(
  figure: PageFigure,
  position: number,
  claims: readonly JudgedClaim[],
  mark: AuditMark,
): Html {
  const { id, caption, summary, svg, digest } = figure;
  const prefix = `drawing-${position}`;
  return markup`<figure id="${prefix}">
<div class="sheet">${trustedMarkup(withIdPrefix(svg, prefix))}</div>
<figcaption><a class="id" href="#artifact-${digest}">${id}</a> ${caption} <em>${summary}</em></figcaption>
</figure>
${claimsBeside(
  claims.filter(({ claim }) => claim.figure === id),
  mark,
)}
`;
}

function sheetElement({ title, png, digest }: PageSheet): Html {
  const address = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return markup`<figure>
<img src="${address}" alt="${title}">
<figcaption><a class="id" href="#artifact-${digest}">sheet</a> ${title}</figcaption>
</figure>
`;
}

function tableSection(tables: readonly PageTable[]): Html {
  if (tables.length === 0) return nothing;
  return markup`<section>
<h2>Tables</h2>
${tables.map(tableElement)}</section>`;
}

function sourceList(sources: readonly PageSource[]): Html {
  const items = sources.map(({ role, cell, output, digest }) => {
    const words = `${role}: ${output}${cell === '' ? '' : ` (${cell})`}`;
    return markup`<li id="artifact-${digest}">${words} <code>${digest}</code></li>
`;
  });
  return markup`<h2>Made from</h2>
<p>Each artifact by the SHA-256 of its bytes.</p>
<ol>
${items}</ol>`;
}

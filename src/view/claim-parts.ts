import { evidenceText } from '../claim/evidence.js';
import { verdictMarks, type Verdict } from '../claim/verdict.js';
import { type Html, markup, nothing } from './markup.js';
import { formatNumber } from '../artifact/numbers.js';
import type { AuditMark } from './audit-marks.js';
import type { JudgedClaim } from './report-model.js';

/** A verdict is a shape and a word; its colour only repeats them. */
const kinds = { holds: 'holds', 'does not hold': 'fails', undecided: 'open' } as const;

/** How many claims hold, do not, or are undecided. */
export function tally(claims: readonly JudgedClaim[]): Html {
  if (claims.length === 0) return nothing;
  const count = (wanted: Verdict['verdict']): number =>
    claims.filter(({ verdict }) => verdict.verdict === wanted).length;
  const parts: readonly (readonly [Verdict['verdict'], string])[] = [
    ['holds', count('holds') === 1 ? 'claim holds' : 'claims hold'],
    ['does not hold', count('does not hold') === 1 ? 'does not hold' : 'do not hold'],
    ['undecided', 'undecided at this budget'],
  ];
  const items = parts
    .filter(([verdict]) => count(verdict) > 0)
    .map(([verdict, words]) => marked(verdict, `${count(verdict)} ${words}`));
  return markup`<p class="tally"><a href="#claims">${items}</a></p>`;
}

/** The paper's sentence beside what was measured, for the claims of one figure. */
export function claimsBeside(claims: readonly JudgedClaim[], mark: AuditMark): Html {
  if (claims.length === 0) return nothing;
  const rows = claims.map((judged) => {
    const { claim, verdict } = judged;
    return markup`<tr><td>${claim.statement} ${source(claim.source)}</td>
<td>${measuredValue(judged, mark)}<br><small>expected <span class="whole">${verdict.expected}</span></small></td>
<td>${verdictCell(verdict, mark)}</td></tr>
`;
  });
  return markup`<table class="claims beside">
<thead><tr><th scope="col">Claim</th><th scope="col">Measured here</th><th scope="col">Verdict</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`;
}

/** All claims of the pipeline. */
export function claimsTable(claims: readonly JudgedClaim[], mark: AuditMark): Html {
  if (claims.length === 0) return nothing;
  const rows = claims.map((judged) => {
    const { claim, verdict } = judged;
    return markup`<tr id="claim-${claim.id}"><td>${claim.statement} ${source(claim.source)}</td>
<td class="whole">${verdict.expected}</td><td class="whole">${measuredValue(judged, mark)}</td>
<td>${verdictCell(verdict, mark)}</td></tr>
`;
  });
  return markup`<section id="claims">
<h2>Claims</h2>
<div class="wide"><table class="claims">
<thead><tr><th scope="col">Claim</th><th scope="col">Expected</th><th scope="col">Measured</th><th scope="col">Verdict</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>
</section>`;
}

/** What is undecided, and at which budget it would be decided. */
export function undecidedList(claims: readonly JudgedClaim[]): Html {
  const open = claims.filter(({ verdict }) => verdict.verdict === 'undecided');
  if (open.length === 0) return nothing;
  const items = open.map(({ claim, verdict }) => {
    const parameter = claim.needs === undefined ? nothing : markup` <code>${claim.needs.parameter}</code>`;
    return markup`<li><a href="#claim-${claim.id}">${claim.statement}</a> <small>${verdict.why ?? ''}${parameter}</small></li>
`;
  });
  return markup`<section>
<h2>Undecided at this budget</h2>
<ul class="undecided">
${items}</ul>
</section>`;
}

function source(text: string): Html {
  return text === '' ? nothing : markup`<small>(${text})</small>`;
}

/** The number with all its digits, and the claim it belongs to. */
function measuredValue(
  { claim, verdict: { measured, evidence }, digests: [digest] }: JudgedClaim,
  mark: AuditMark,
): Html {
  if (measured === null) return markup`<span>not finite</span>`;
  const shown = markup`<data value="${String(measured)}" data-claim="${claim.id}">${mark(claim.id, formatNumber(measured))}</data>`;
  const number = digest === undefined ? shown : markup`<a href="#artifact-${digest}">${shown}</a>`;
  return evidence === undefined ? number : markup`${number}<br><small>${evidenceText(evidence)}</small>`;
}

function verdictCell({ id, verdict, why }: Verdict, mark: AuditMark): Html {
  const words = markup`${mark(`${id} verdict`, verdict)}${verdict === 'undecided' ? ' at this budget' : ''}`;
  return markup`${marked(verdict, words)}${why === undefined ? nothing : markup`<br><small>${why}</small>`}`;
}

function marked(verdict: Verdict['verdict'], words: Html | string): Html {
  return markup`<span class="${kinds[verdict]}"><b>${verdictMarks[verdict]}</b> ${words}</span>`;
}

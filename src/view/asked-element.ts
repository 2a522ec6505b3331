import { cellValueText } from '../stage/cell.js';
import { type Html, markup, nothing } from './markup.js';
import type { PageStage } from './report-model.js';

/** What was run: every stage with its parameters. */
export function askedElement(stages: readonly PageStage[]): Html {
  if (stages.length === 0) return nothing;
  const rows = stages.map(({ name, use, parameters }) => {
    const values = Object.entries(parameters).map(
      ([parameter, given]) => markup`<li>${parameter} <b>${given.map(cellValueText).join(' | ')}</b></li>`,
    );
    return markup`<tr><td>${name}${name === use ? nothing : markup`<br><small>${use}</small>`}</td><td><ul class="parameters">${values}</ul></td></tr>
`;
  });
  return markup`<section id="asked">
<h2>What was run</h2>
<table class="asked"><thead><tr><th scope="col">Stage</th><th scope="col">Parameters (values of several cells: a | b)</th></tr></thead>
<tbody>
${rows}</tbody></table>
</section>`;
}

/** The text was written for the pipeline as its file has it. */
export function overridden(settings: readonly string[]): Html {
  if (settings.length === 0) return nothing;
  const items = settings.map((setting) => markup`<li><code>${setting}</code></li>`);
  return markup`<div class="overridden"><p>Overridden on the command line; the text on this page was written for the pipeline without it:</p><ul>${items}</ul></div>`;
}

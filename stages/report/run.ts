import { canonicalJson } from '../../src/artifact/digest.js';
import { failuresOf } from '../../src/stage/cell.js';
import type { StageContext } from '../../src/stage/contract.js';
import { reportPage } from '../../src/view/report-page.js';
import { refuse } from '../../src/stage/mistakes.js';
import { reportMistakes } from './check.js';
import type { declaration } from './declaration.js';
import { judgedClaims } from './judge.js';
import { pipelineOf } from './pipeline.js';
import { sectionsOf } from './sections.js';
import { figuresOf, sheetsOf, sourcesOf, tablesOf } from './sources.js';

export async function run(context: StageContext<typeof declaration>): Promise<void> {
  const { inputs, parameters } = context;
  refuse(reportMistakes({ parameters, inputs, matrix: {} }));
  const {
    name,
    title = name,
    description = '',
    claims,
    settings = [],
    stages = [],
  } = pipelineOf(context.pipeline);
  const judged = await judgedClaims(claims, inputs);
  const page = reportPage({
    name,
    title,
    description,
    settings,
    stages,
    sections: sectionsOf(
      parameters.sections,
      await figuresOf(inputs.figures ?? []),
      await sheetsOf(inputs.sheets ?? []),
    ),
    tables: await tablesOf(inputs.tables ?? []),
    claims: judged,
    failures: failuresOf(inputs),
    sources: sourcesOf(inputs),
  });
  await context.write('html', page, { title });
  const verdicts = judged.map(({ claim, verdict, digests }) => ({
    ...verdict,
    statement: claim.statement,
    source: claim.source,
    artifacts: digests,
  }));
  await context.write('verdicts', canonicalJson({ pipeline: name, claims: verdicts }), { title });
}

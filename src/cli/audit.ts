import type { Command } from 'commander';
import { auditAll, type AuditOptions } from './audit/audited.js';
import { fix, readDocuments } from './audit/documents.js';
import { auditJson } from './audit/json.js';
import { auditText, type Audited } from './audit/lines.js';

interface Options extends AuditOptions {
  readonly fix?: boolean;
  readonly json?: boolean;
}

export function addAudit(program: Command): void {
  program
    .command('audit')
    .argument('<files...>', 'documents in Markdown or HTML')
    .description('hold every marked number of a document against the artifact that it comes from')
    .option('--fix', 'write into the documents what the artifacts say')
    .option('--rerun', 'execute everything from nothing first, in a temporary store')
    .option('--json', 'print events as JSON, one a line')
    .addHelpText('after', '\nExample: samebits audit README.md docs/*.md')
    .action(async (files: readonly string[], options: Options) => {
      const documents = await readDocuments(files);
      const audited = await auditAll(documents, options);
      const fixed = options.fix === true ? await fix(documents, audited) : 0;
      console.log(options.json ? auditJson(audited, fixed) : auditText(audited, fixed));
      process.exitCode = isAsItSays(audited, options.fix === true) ? 0 : 1;
    });
}

function isAsItSays(audited: readonly Audited[], fixed: boolean): boolean {
  return audited.every(
    (each) =>
      (each.result === 'same' || (each.result === 'different' && fixed)) &&
      each.verified.how !== 'other bytes',
  );
}

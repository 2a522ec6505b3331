import type { Command } from 'commander';
import type { AuditOptions } from './audit/options.js';
import { withPipelineOptions } from './pipeline.js';

export function addAudit(program: Command): void {
  withPipelineOptions(
    program.command('audit').argument('<files...>', 'documents in Markdown or HTML'),
    'for every pipeline that the documents name: data.with.directory=PATH (repeatable)',
  )
    .description('hold every marked number of a document against the artifact that it comes from')
    .option('--fix', 'write into the documents what the artifacts say')
    .option('--rerun', 'execute everything from nothing first, in a temporary store')
    .addHelpText('after', '\nExample: samebits audit README.md docs/*.md')
    .action(async (files: readonly string[], options: AuditOptions) => {
      // No other command needs to read Markdown, and all of them are to start fast.
      const { audit } = await import('./audit/audit.js');
      process.exitCode = await audit(files, options);
    });
}

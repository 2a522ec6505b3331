import { auditAll } from './audited.js';
import { fix, readDocuments } from './documents.js';
import { auditJson } from './json.js';
import { auditText, type Audited } from './lines.js';
import type { AuditOptions } from './options.js';

/** Audits documents and prints what came of it; the exit code. Throws BadInput where markers are wrong: then nothing is written. */
export async function audit(files: readonly string[], options: AuditOptions): Promise<number> {
  const documents = await readDocuments(files);
  const audited = await auditAll(documents, options);
  const fixed = options.fix ? await fix(documents, audited) : 0;
  console.log(options.json ? auditJson(audited, fixed) : auditText(audited, fixed));
  return audited.every((each) => isAsItSays(each, options.fix === true)) ? 0 : 1;
}

function isAsItSays(audited: Audited, fixed: boolean): boolean {
  if (audited.result === 'not made' || audited.verified.how === 'other bytes') return false;
  return audited.result === 'same' || fixed;
}

import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { checked, type Checked } from '../audit/markers/check.js';
import { collect, markedTexts, replaced, type MarkedText } from '../audit/markers/document.js';
import { groupsOf, pipelineFileOf, type Group } from '../audit/markers/pipelines.js';
import { ancestorsOf, verifiedOf } from '../audit/markers/verified.js';
import type { RecordsById } from '../audit/verdicts.js';
import { statesOf } from '../plan/state.js';
import { BadInput, type Problem } from '../stage/problem.js';
import type { Store } from '../store/store.js';
import { auditJson, auditText, type Audited } from './audit/lines.js';
import { rerun } from './audit/rerun.js';
import { open, type Opened } from './pipeline.js';

interface Options {
  readonly fix?: boolean;
  readonly rerun?: boolean;
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

interface Document {
  readonly file: string;
  readonly text: string;
  readonly marked: readonly MarkedText[];
}

/** Throws BadInput with everything that is wrong with the documents' markers. */
async function readDocuments(files: readonly string[]): Promise<readonly Document[]> {
  const problems: Problem[] = [];
  const documents: Document[] = [];
  for (const file of new Set(files)) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) problems.push({ place: file, rule: 'this file cannot be read.' });
    else collect(problems, () => documents.push({ file, text, marked: markedTexts(text, file, problems) }));
  }
  if (problems.length > 0) throw new BadInput(problems);
  return documents;
}

async function auditAll(documents: readonly Document[], options: Options): Promise<readonly Audited[]> {
  const problems: Problem[] = [];
  const texts = documents.flatMap(({ file, marked }) =>
    marked.flatMap((each) => {
      const found: string[] = [];
      collect(problems, () => found.push(pipelineFileOf(each, file)));
      return found.map((pipeline) => ({ file: pipeline, marked: each }));
    }),
  );
  const audited: Audited[] = [];
  for (const group of groupsOf(texts)) audited.push(...(await auditGroup(group, options, problems)));
  if (problems.length > 0) throw new BadInput(problems);
  const order = documents.flatMap(({ marked }) => marked);
  return audited.sort((a, b) => order.indexOf(a.marked) - order.indexOf(b.marked));
}

async function auditGroup(group: Group, options: Options, problems: Problem[]): Promise<readonly Audited[]> {
  const { file, settings, marked } = group;
  const opened = await open(file, { set: settings });
  const made = options.rerun ? await rerun(opened.plan, marked) : await cached(opened);
  try {
    const audited: Audited[] = [];
    for (const each of marked) {
      const found = await checked(each, { plan: opened.plan, ...made }, problems);
      if (found !== undefined) audited.push(await withVerified(found, group, opened, made, options));
    }
    return audited;
  } finally {
    await made.remove?.();
  }
}

export interface Made {
  readonly records: RecordsById;
  readonly store: Store;
  /** Where the store is a temporary one. */
  readonly remove?: () => Promise<void>;
}

/** What of a plan is made, its bytes verified. */
async function cached({ plan, store }: Opened): Promise<Made> {
  const states = await statesOf(plan, store);
  const found = [...states].flatMap(([id, state]) =>
    state.state === 'cached' ? [[id, state.record] as const] : [],
  );
  return { records: new Map(found), store };
}

async function withVerified(
  found: Checked,
  { file, settings }: Group,
  { plan }: Opened,
  { records, store }: Made,
  options: Options,
): Promise<Audited> {
  if (found.result === 'not made') return { ...found, file, settings };
  const { tasks } = found.shown;
  const bound = new Set(plan.tasks.filter(({ machineBound }) => machineBound).map(({ id }) => id));
  const machineBound = [...ancestorsOf(tasks, plan)].some((id) => bound.has(id));
  const verified = options.rerun
    ? ({ how: 're-executed' } as const)
    : await verifiedOf(tasks, plan, records, store.verifications);
  return { ...found, machineBound, verified };
}

/** Writes what the artifacts say; how many texts were others. */
async function fix(documents: readonly Document[], audited: readonly Audited[]): Promise<number> {
  const wrong = new Map(
    audited.flatMap((each) => (each.result === 'different' ? [[each.marked, each.expected] as const] : [])),
  );
  for (const { file, text, marked } of documents) {
    const changes = marked.flatMap((each) => {
      const expected = wrong.get(each);
      return expected === undefined ? [] : [{ from: each.from, to: each.to, text: expected }];
    });
    if (changes.length > 0) await writeFile(file, replaced(text, changes));
  }
  return wrong.size;
}

function isAsItSays(audited: readonly Audited[], fixed: boolean): boolean {
  return audited.every(
    (each) =>
      (each.result === 'same' || (each.result === 'different' && fixed)) &&
      each.verified.how !== 'other bytes',
  );
}

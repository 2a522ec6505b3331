import { checked, type Checked } from '../../audit/markers/check.js';
import { collect } from '../../audit/markers/document.js';
import { groupsOf, pipelineFileOf, type Group } from '../../audit/markers/pipelines.js';
import { ancestorsOf, verifiedOf } from '../../audit/markers/verified.js';
import { parseSetting, settingAt } from '../../plan/load.js';
import type { Made } from '../../audit/markers/source.js';
import type { Plan } from '../../plan/recipe.js';
import { cachedRecords, statesOf } from '../../plan/state.js';
import { BadInput, type Problem } from '../../stage/problem.js';
import type { Store } from '../../store/store.js';
import { openWith, type Opened } from '../pipeline.js';
import { reading } from '../reading.js';
import type { AuditOptions } from './options.js';
import type { Document } from './documents.js';
import type { Audited } from './lines.js';
import { rerun } from './rerun.js';

/** Audits all marked texts, in their order. Throws BadInput with everything that markers name wrongly. */
export async function auditAll(
  documents: readonly Document[],
  options: AuditOptions,
): Promise<readonly Audited[]> {
  const problems: Problem[] = [];
  const texts = documents.flatMap(({ file, marked }) =>
    marked.flatMap((each) => {
      const found: string[] = [];
      collect(problems, () => found.push(pipelineFileOf(each, file)));
      return found.map((pipeline) => ({ file: pipeline, marked: each }));
    }),
  );
  const audited: Audited[] = [];
  for (const group of groupsOf(texts, options.set))
    audited.push(...(await auditGroup(group, options, problems)));
  if (problems.length > 0) throw new BadInput(problems);
  const order = documents.flatMap(({ marked }) => marked);
  return audited.sort((a, b) => order.indexOf(a.marked) - order.indexOf(b.marked));
}

async function auditGroup(
  group: Group,
  options: AuditOptions,
  problems: Problem[],
): Promise<readonly Audited[]> {
  const { marked } = group;
  const opened = await openOrTell(group, options, problems);
  if (opened === undefined) return [];
  const { plan, store } = opened;
  const audit = async (made: Made): Promise<readonly Audited[]> => {
    const audited: Audited[] = [];
    for (const each of marked) {
      const found = await checked(each, { plan, ...made }, problems);
      if (found !== undefined) audited.push(await withVerified(found, group, plan, made, options));
    }
    return audited;
  };
  if (!options.rerun)
    return reading(store, plan.graph.pipeline.name, async (used) => audit(await cached(plan, used)));
  const made = await rerun(plan, marked, options.json ?? false);
  try {
    return await audit(made);
  } finally {
    await made.remove();
  }
}

/** What a marker sets is the document's word, not that of who audits it: it lets nothing be read that a pipeline file could not name. */
async function openOrTell(
  { file, marked: [first] }: Group,
  { set, allowPath }: AuditOptions,
  problems: Problem[],
): Promise<Opened | undefined> {
  try {
    const { marker, place } = first;
    const told = marker.settings.map((text) => settingAt(`${place} set ${text}`, text));
    return await openWith(file, [...told, ...set.map(parseSetting)], allowPath);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** What of a plan is made, its bytes verified. */
async function cached(plan: Plan, store: Store): Promise<Made> {
  return { records: cachedRecords(await statesOf(plan, store)), store };
}

async function withVerified(
  found: Checked,
  { file, settings }: Group,
  plan: Plan,
  { records, store }: Made,
  options: AuditOptions,
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

import { sourcesWith, withLocked } from '../../audit/as-locked.js';
import { lockFileOf, lockIfThere, type Lock } from '../../audit/lock.js';
import { checked, type Checked } from '../../audit/markers/check.js';
import { collect } from '../../audit/markers/document.js';
import { groupsOf, pipelineFileOf, type Group } from '../../audit/markers/pipelines.js';
import { ancestorsOf, verifiedOf } from '../../audit/markers/verified.js';
import { parseSetting, settingAt } from '../../plan/load.js';
import type { Made } from '../../audit/markers/source.js';
import { cachedRecords, statesOf } from '../../plan/state.js';
import { BadInput, type Problem } from '../../stage/problem.js';
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
  const { plan, store, lock } = opened;
  const audit = async (made: Made): Promise<readonly Audited[]> => {
    const audited: Audited[] = [];
    for (const each of marked) {
      const found = await checked(each, { plan, ...made }, problems);
      if (found !== undefined) audited.push(await withVerified(found, group, opened, made, options));
    }
    return audited;
  };
  if (!options.rerun)
    return reading(store, plan.graph.pipeline.name, async (used) => {
      const made = { records: cachedRecords(await statesOf(plan, used)), store: used };
      return audit(lock === undefined ? made : withLocked(made, plan, lock));
    });
  const made = await rerun(plan, marked, options.json ?? false);
  try {
    return await audit(made);
  } finally {
    await made.remove();
  }
}

interface Asked extends Opened {
  /** Undefined where nothing is to be taken from it. */
  readonly lock: Lock | undefined;
  /** Tasks of whose data the lock file's word is taken. */
  readonly absent: ReadonlySet<string>;
}

/** What a marker sets is the document's word, not that of who audits it: it lets nothing be read that a pipeline file could not name. */
async function openOrTell(
  { file, marked: [first] }: Group,
  { set, allowPath, rerun }: AuditOptions,
  problems: Problem[],
): Promise<Asked | undefined> {
  try {
    const { marker, place } = first;
    const told = marker.settings.map((text) => settingAt(`${place} set ${text}`, text));
    const settings = [...told, ...set.map(parseSetting)];
    const lock = rerun ? undefined : await lockIfThere(lockFileOf(file));
    if (lock === undefined)
      return { ...(await openWith(file, settings, allowPath)), lock, absent: new Set() };
    const { sourcesOf, absent } = sourcesWith(lock);
    return { ...(await openWith(file, settings, allowPath, sourcesOf)), lock, absent };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

async function withVerified(
  found: Checked,
  { file, settings }: Group,
  { plan, store, absent }: Asked,
  { records }: Made,
  options: AuditOptions,
): Promise<Audited> {
  if (found.result === 'not made') return { ...found, file, settings };
  const { tasks } = found.shown;
  const bound = new Set(plan.tasks.filter(({ machineBound }) => machineBound).map(({ id }) => id));
  const behind = [...ancestorsOf(tasks, plan)];
  const machineBound = behind.some((id) => bound.has(id));
  const dataAbsent = behind.some((id) => absent.has(id));
  const verified = options.rerun
    ? ({ how: 're-executed' } as const)
    : await verifiedOf(tasks, plan, records, store.verifications);
  return { ...found, machineBound, dataAbsent, verified };
}

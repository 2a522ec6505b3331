import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { canonicalJson, isDigest, type Digest } from '../artifact/digest.js';
import { isJsonObject, type Json, type JsonObject } from '../artifact/json.js';
import type { Plan, PlannedTask } from '../plan/recipe.js';
import { BadInput } from '../stage/problem.js';
import { writeAtomically } from '../store/atomic.js';
import { ifPresent } from '../store/files.js';
import type { CarriedOver, TaskRecord } from '../store/records.js';

/**
 * `pipelines/NAME.lock.json`: for each task, by what was asked (its recipe), the digests of what was made. Kept in git, it lets
 * no change of numbers pass unseen. The code digest, and how far what other code made was re-executed, are notes for readers:
 * they are not compared. What is machine-bound is not in it.
 */
export interface Lock extends JsonObject {
  readonly format: 'samebits/lock/1';
  readonly tasks: Readonly<Record<string, LockedTask>>;
}

export interface LockedTask extends JsonObject {
  readonly recipe: Digest;
  readonly code: Digest;
  readonly outputs: Readonly<Record<string, Digest>>;
  readonly carriedOver?: { readonly reexecuted: number; readonly of: number };
  /** What the recipe says of source files, by name, so that it can be compared where they are not. Not of hundreds of them. */
  readonly files?: Readonly<Record<string, Digest>>;
}

export function lockFileOf(pipelineFile: string): string {
  return pipelineFile.replace(/(\.json)?$/, '.lock.json');
}

export function lockOf(plan: Plan, records: ReadonlyMap<string, TaskRecord>): Lock {
  const tasks = plan.tasks.flatMap(({ id, recipe, code, files, machineBound }): [string, LockedTask][] => {
    const record = records.get(id);
    if (record === undefined || machineBound) return [];
    const outputs = Object.entries(record.outputs).map(([name, { digest }]) => [name, digest] as const);
    const locked = { recipe, code: code.digest, outputs: Object.fromEntries(outputs), ...filesOf(files) };
    return [[id, record.carriedOver === undefined ? locked : { ...locked, ...noteOf(record.carriedOver) }]];
  });
  return { format: 'samebits/lock/1', tasks: Object.fromEntries(tasks) };
}

function noteOf({ reexecuted, of }: CarriedOver): Pick<LockedTask, 'carriedOver'> {
  return { carriedOver: { reexecuted, of } };
}

/** More source files than these would make a lock file that nobody reads. */
const mostFiles = 100;

function filesOf(files: PlannedTask['files']): Pick<LockedTask, 'files'> {
  if (files.size === 0 || files.size > mostFiles) return {};
  return { files: Object.fromEntries([...files].map(([name, { digest }]) => [name, digest])) };
}

/** Undefined where there is none. Throws BadInput where it cannot be read. */
export async function lockIfThere(file: string): Promise<Lock | undefined> {
  return existsSync(file) ? readLock(file) : undefined;
}

export async function readLock(file: string): Promise<Lock> {
  const text = await ifPresent(readFile(file, 'utf8'));
  if (text === undefined)
    throw new BadInput({
      place: file,
      rule: 'there is no lock file.',
      remedy: 'Make it with: samebits run PIPELINE --update-lock',
    });
  try {
    // The format is checked next.
    const lock = JSON.parse(text) as Partial<Lock>;
    if (lock.format === 'samebits/lock/1' && isJsonObject(lock.tasks) && areTasks(lock.tasks))
      return { format: lock.format, tasks: lock.tasks };
  } catch {
    // Said below, with the remedy.
  }
  throw new BadInput({
    place: file,
    rule: 'this is not a lock file that this version reads.',
    remedy: 'Restore it from git, or make it again with: samebits run PIPELINE --update-lock',
  });
}

/** What the lock file says of a task, where it was asked the same. */
export function lockedAs({ id, recipe }: PlannedTask, { tasks }: Lock): LockedTask | undefined {
  const locked = Object.hasOwn(tasks, id) ? tasks[id] : undefined;
  return locked?.recipe === recipe ? locked : undefined;
}

function areTasks(tasks: JsonObject): boolean {
  return Object.values(tasks).every(
    (task) =>
      isJsonObject(task) &&
      areDigests({ recipe: task.recipe ?? null, code: task.code ?? null }) &&
      areDigests(task.outputs) &&
      areDigests(task.files ?? {}),
  );
}

function areDigests(digests: Json | undefined): boolean {
  return (
    isJsonObject(digests) &&
    Object.values(digests).every((digest) => typeof digest === 'string' && isDigest(digest))
  );
}

export async function writeLock(file: string, lock: Lock): Promise<void> {
  // Canonical text first, so that the order of keys is the same everywhere; then laid out for readers of diffs.
  await writeAtomically(
    dirname(resolve(file)),
    file,
    `${JSON.stringify(JSON.parse(canonicalJson(lock)), null, 2)}\n`,
  );
}

/** Every way in which what is asked is not what the lock file's makers asked. Known before anything runs. */
export function recipeDifferences(locked: Lock, { tasks }: Plan): readonly string[] {
  const expected = tasks.filter(({ id, machineBound }) => !machineBound || Object.hasOwn(locked.tasks, id));
  const planned = new Map(expected.map(({ id, recipe }) => [id, recipe]));
  const ids = [...new Set([...Object.keys(locked.tasks), ...planned.keys()])].sort();
  return ids.flatMap((id) => {
    const [was, is] = [locked.tasks[id], planned.get(id)];
    if (was === undefined) return [`${id}: not in the lock file`];
    if (is === undefined) return [`${id}: in the lock file, but not in the pipeline`];
    return was.recipe === is
      ? []
      : [
          `${id}: another recipe than the lock file's (its parameters, or those of what it reads, were changed)`,
        ];
  });
}

/** Every artifact whose bytes are not those of the lock file. */
export function outputDifferences(locked: Lock, records: ReadonlyMap<string, TaskRecord>): readonly string[] {
  return Object.entries(locked.tasks).flatMap(([id, was]) => {
    const record = records.get(id);
    if (record === undefined) return [`${id}: in the lock file, but not made`];
    const names = [...new Set([...Object.keys(was.outputs), ...Object.keys(record.outputs)])].sort();
    return names
      .filter((name) => was.outputs[name] !== record.outputs[name]?.digest)
      .map(
        (name) =>
          `${id}.${name}: ${short(record.outputs[name]?.digest)}, locked as ${short(was.outputs[name])}`,
      );
  });
}

function short(digest: Digest | undefined): string {
  return digest === undefined ? 'absent' : `${digest.slice(0, 12)}…`;
}

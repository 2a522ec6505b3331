import { join, relative } from 'node:path';
import pLimit from 'p-limit';
import { canonicalJson, digestOf, isDigest, sameJson, type Digest } from '../artifact/digest.js';
import type { JsonObject } from '../artifact/json.js';
import type { Disk } from './disk.js';
import { ifReadable } from './files.js';
import type { Pointers } from './pointers.js';

/** An artifact as records and keys name it. */
export interface Artifact extends JsonObject {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: number;
  readonly description: JsonObject;
}

/** What one execution was. Its timings and environment enter no key and no output. */
export interface TaskRecord extends JsonObject {
  readonly format: 'samebits/record/2';
  readonly task: string;
  readonly key: Digest;
  /** What the key is the digest of. */
  readonly preimage: JsonObject;
  /** The object with the canonical JSON of the code's listing: every module and package that `preimage.code` is made of. */
  readonly listing: Digest;
  /** Names the states that the execution kept, where its stage can be continued. */
  readonly chain: Digest | null;
  readonly outputs: Readonly<Record<string, Artifact>>;
  /** The task's outputs are whole, but it says that its work failed: a network diverged. */
  readonly failure: string | null;
  /** Where its bytes, or those of anything it was made from, may be others on another machine. */
  readonly machineBound?: true;
  readonly environment: JsonObject;
  readonly startedAt: string;
  readonly seconds: number;
  /** The most memory that the task's process held, in bytes; 0 where that is not known. */
  readonly memory: number;
  /** Where the outputs were not made by this code, but re-executing some parts with it gave the same bytes. */
  readonly carriedOver?: CarriedOver;
}

export interface CarriedOver extends JsonObject {
  /** The key of the record whose outputs these are. */
  readonly from: Digest;
  /** How many parts of how many gave the same bytes. */
  readonly reexecuted: number;
  readonly of: number;
}

/** A store has more records than a process may have files open. */
const openAtOnce = 64;

export interface Records {
  find(key: Digest): Promise<TaskRecord | undefined>;
  /** Why a key that was kept has no record all the same; undefined where it was not kept. */
  obstacle(key: Digest): Promise<Obstacle | undefined>;
  /** Throws Nondeterminism where the key already has other outputs; both records are kept. */
  keep(record: TaskRecord): Promise<Digest>;
  /** Where the record of a key is, for people to open. */
  file(key: Digest): Promise<string | undefined>;
  /** Every whole record of this version, whether or not a key leads to it. */
  all(): Promise<readonly TaskRecord[]>;
}

/** What a record is named by: the digest of its canonical JSON text. */
export function recordId(record: TaskRecord): Digest {
  return digestOf(canonicalJson(record));
}

export type Obstacle =
  /** Another version of samebits made it: it is left as it is. */
  | { readonly kind: 'another version'; readonly format: string }
  | { readonly kind: 'damaged'; readonly what: string };

export class Nondeterminism extends Error {
  override readonly name = 'Nondeterminism';
}

const format = 'samebits/record/2';

export function openRecords({ root, files, writer, quarantine, use }: Disk, pointers: Pointers): Records {
  const fileOf = (id: Digest) => join(root, 'records', id.slice(0, 2), `${id.slice(2)}.json`);

  /** A record of whatever version; undefined where it is missing, unreadable or not what its name says. */
  async function read(id: Digest): Promise<TaskRecord | { readonly format: 'another' } | undefined> {
    const bytes = await ifReadable(files.read(fileOf(id)));
    if (bytes === undefined || digestOf(bytes) !== id) return undefined;
    // Bytes that match their digest are a record that this program wrote; the format says which version of it.
    return JSON.parse(bytes.toString('utf8')) as TaskRecord | { readonly format: 'another' };
  }

  async function find(key: Digest): Promise<TaskRecord | undefined> {
    const id = await pointers.get('tasks', key);
    const record = id === undefined ? undefined : await read(id);
    return record?.format === format && record.key === key ? record : undefined;
  }

  async function obstacle(key: Digest): Promise<Obstacle | undefined> {
    for (const { id, file } of await pointers.ofAnyVersion(key)) {
      if (id === undefined) return { kind: 'damaged', what: `${relative(root, file)} is not a pointer` };
      const record = await read(id);
      if (record === undefined) return { kind: 'damaged', what: recordText(id) };
      if (record.format !== format) return { kind: 'another version', format: record.format };
      if (record.key !== key)
        return { kind: 'damaged', what: `${relative(root, file)} leads to another key's record` };
    }
    return undefined;
  }

  /** Puts a record in the place of one that is no use: another's, of another version, or damaged. */
  async function takeOver(key: Digest, id: Digest): Promise<void> {
    const before = await pointers.get('tasks', key);
    if (before !== undefined && (await read(before)) === undefined)
      await quarantine.setAside(fileOf(before), `${before}.json`);
    await pointers.set('tasks', key, id);
  }

  async function ids(): Promise<readonly Digest[]> {
    const folder = join(root, 'records');
    const inFolder = async (name: string) => {
      const rest = (await ifReadable(files.list(join(folder, name)))) ?? [];
      return rest.map((other) => name + other.replace(/\.json$/, '')).filter(isDigest);
    };
    return (await Promise.all(((await ifReadable(files.list(folder))) ?? []).map(inFolder))).flat();
  }

  return {
    find,
    obstacle,
    async all() {
      const found = await pLimit(openAtOnce).map(await ids(), read);
      return found.filter((record) => record?.format === format);
    },
    async keep(record) {
      const text = canonicalJson(record);
      const id = digestOf(text);
      await use([pointers.file('tasks', record.key)]);
      await writer.replace(fileOf(id), text);
      if (await pointers.create('tasks', record.key, id)) return id;
      // Another record of this key is there: from before, or from a run beside this one.
      const before = await find(record.key);
      if (before !== undefined) assertSameOutputs(before, record, pointers.file('tasks', record.key));
      await takeOver(record.key, id);
      return id;
    },
    async file(key) {
      const id = await pointers.get('tasks', key);
      return id === undefined ? undefined : fileOf(id);
    },
  };
}

function recordText(id: Digest): string {
  return `records/${id.slice(0, 12)}… does not match its name, or is missing`;
}

function assertSameOutputs(before: TaskRecord, after: TaskRecord, pointer: string): void {
  const names = [...new Set([...Object.keys(before.outputs), ...Object.keys(after.outputs)])];
  const differing = names.filter((name) => !sameJson(before.outputs[name], after.outputs[name]));
  if (!sameJson(before.failure, after.failure)) differing.push('its failure');
  if (differing.length === 0) return;
  throw new Nondeterminism(
    `${after.task}: the same key gave something else (${differing.join(', ')}) than on ${before.startedAt}. Both records are kept; ` +
      `the first stays in force. The stage, or the machine, is not deterministic. To have the task made anew, remove ${pointer}`,
  );
}

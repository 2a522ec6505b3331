import pLimit from 'p-limit';
import { isDigest, type Digest } from '../../artifact/digest.js';
import { isJsonObject, type Json, type JsonObject } from '../../artifact/json.js';
import { ifPresent } from '../files.js';
import type { Files } from '../files.js';
import { lookUp, type Thing } from './inventory.js';

/** What is kept together with a thing, since it leads there. */
export type Leads = (thing: Thing) => readonly Thing[];

/** A record, as far as it says what is to be kept with it. */
interface RecordFacts {
  readonly key: Digest | undefined;
  readonly outputs: readonly Digest[];
  /** Everything in the store that it may name: of a record of another version, all digests in its text. */
  readonly names: readonly Digest[];
  /** The key of the record whose outputs it carries over. */
  readonly from: Digest | undefined;
  readonly ofThisVersion: boolean;
}

export interface Contents {
  readonly leads: Leads;
  readonly outputsOf: (record: Thing) => readonly Digest[];
  readonly isOfAnotherVersion: (record: Thing) => boolean;
  /** The keys of a pipeline's last run. */
  readonly keysOf: (run: Thing) => readonly Digest[];
}

const nothing: RecordFacts = {
  key: undefined,
  outputs: [],
  names: [],
  from: undefined,
  ofThisVersion: true,
};

const readAtOnce = 64;

/** Reads what things lead to: pointers, records and runs. */
export async function contentsOf(things: readonly Thing[], files: Files): Promise<Contents> {
  const find = lookUp(things);
  const records = new Map<Thing, RecordFacts>();
  const pointers = new Map<Thing, string>();
  const runs = new Map<Thing, readonly Digest[]>();
  await pLimit(readAtOnce).map(things, async (thing) => {
    if (!['tasks', 'memos', 'records', 'runs'].includes(thing.kind)) return;
    const text = (await ifPresent(files.read(thing.files[0]?.path ?? '')))?.toString('utf8') ?? '';
    if (thing.kind === 'records') records.set(thing, factsOf(text));
    else if (thing.kind === 'runs') runs.set(thing, digestsIn(text));
    else pointers.set(thing, text.trimEnd());
  });

  function leads(thing: Thing): readonly Thing[] {
    const to = pointers.get(thing) ?? '';
    if (thing.kind === 'memos') return find('objects', to);
    if (thing.kind === 'tasks') return [...find('records', to), ...find('logs', thing.name)];
    const { key = '', names, from = '' } = records.get(thing) ?? nothing;
    return [
      ...find('tasks', key).filter((pointer) => pointers.get(pointer) === thing.name),
      ...find('tasks', from),
      ...names.flatMap((name) => [...find('objects', name), ...find('chains', name)]),
    ];
  }

  return {
    leads,
    outputsOf: (record) => records.get(record)?.outputs ?? [],
    isOfAnotherVersion: (record) => records.get(record)?.ofThisVersion === false,
    keysOf: (run) => runs.get(run) ?? [],
  };
}

function factsOf(text: string): RecordFacts {
  const record = parsed(text);
  if (record?.format !== 'samebits/record/2')
    return { ...nothing, names: digestsIn(text), ofThisVersion: false };
  const outputs = Object.values(isJsonObject(record.outputs) ? record.outputs : {}).flatMap((output) =>
    isJsonObject(output) ? asDigest(output.digest) : [],
  );
  const [key] = asDigest(record.key);
  const [from] = isJsonObject(record.carriedOver) ? asDigest(record.carriedOver.from) : [];
  const names = [...outputs, ...asDigest(record.listing), ...asDigest(record.chain)];
  return { key, outputs, names, from, ofThisVersion: true };
}

/** A damaged record leads nowhere: it counts as one of another version. */
function parsed(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function asDigest(value: Json | undefined): readonly Digest[] {
  return typeof value === 'string' && isDigest(value) ? [value] : [];
}

function digestsIn(text: string): readonly Digest[] {
  return [...new Set(text.match(/\b[0-9a-f]{64}\b/g) ?? [])].filter(isDigest);
}

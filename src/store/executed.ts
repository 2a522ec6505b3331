import type { Digest } from '../artifact/digest.js';
import { isJsonObject, type Json, type JsonObject } from '../artifact/json.js';
import type { Artifact, TaskRecord } from './records.js';
import type { Store } from './store.js';

/** The last run of a pipeline as its records tell it: nothing is planned, and no stage is loaded. */
export interface Executed {
  readonly name: string;
  /** In the order in which their work began. */
  readonly records: readonly TaskRecord[];
}

/** What is there of a pipeline's last run: tasks whose records are gone, or damaged, are not in it. */
export async function executedOf(name: string, store: Store): Promise<Executed> {
  const keys = Object.values(await store.lastRuns.read(name));
  const found = await Promise.all([...new Set(keys)].map((key) => store.records.find(key)));
  const order = ({ startedAt, task }: TaskRecord) => `${startedAt} ${task}`;
  const records = found.filter((record) => record !== undefined);
  return { name, records: [...records].sort((a, b) => (order(a) < order(b) ? -1 : 1)) };
}

/** What a record's key says that its task read: artifacts, each by role and by what the reader calls it. */
export function inputsOf({
  preimage,
}: TaskRecord): readonly { readonly role: string; readonly digest: Digest }[] {
  // A preimage is this program's own.
  const inputs = preimage.inputs as readonly {
    readonly role: string;
    readonly artifacts: Readonly<Record<string, { readonly digest: Digest }>>;
  }[];
  return inputs.flatMap(({ role, artifacts }) =>
    Object.values(artifacts).map(({ digest }) => ({ role, digest })),
  );
}

export function parametersOf({ preimage }: TaskRecord): JsonObject {
  return preimage.parameters as JsonObject;
}

export function stageOf({ preimage }: TaskRecord): string {
  return preimage.stage as string;
}

export function codeOf({ preimage }: TaskRecord): Digest {
  return preimage.code as Digest;
}

export function startOf({ startedAt }: TaskRecord): string {
  return timeText(Date.parse(startedAt));
}

export function endOf({ startedAt, seconds }: TaskRecord): string {
  return timeText(Date.parse(startedAt) + seconds * 1000);
}

/** ISO 8601 with its offset written out: the profiles' pattern knows no Z. */
function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+00:00');
}

/** An artifact of a run, with the task that made it first. */
export interface Made {
  readonly task: string;
  readonly output: string;
  readonly artifact: Artifact;
}

/** Each artifact once: tasks whose bytes are equal share it. */
export function artifactsOf({ records }: Executed): readonly Made[] {
  const made = new Map<Digest, Made>();
  for (const { task, outputs } of records)
    for (const [output, artifact] of Object.entries(outputs))
      if (!made.has(artifact.digest)) made.set(artifact.digest, { task, output, artifact });
  return [...made.values()];
}

/** What a record says of the pipeline itself, where it is of a stage that is told: its report. */
export function pipelineTexts({ records }: Executed): readonly JsonObject[] {
  return records.map(({ preimage }) => preimage.pipeline).filter(isJsonObject);
}

/** What the command line overrode in this run, as the record of its report has it: `--set train.with.updates=3000`. */
export function settingsOf(executed: Executed): readonly string[] {
  const settings = pipelineTexts(executed)
    .map((pipeline) => pipeline.settings)
    .find(Array.isArray) as readonly Json[] | undefined;
  return (settings ?? []).filter((setting) => typeof setting === 'string');
}

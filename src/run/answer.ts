import { lastValueFrom, tap, type Observable } from 'rxjs';
import { canonicalJson, type Digest } from '../artifact/digest.js';
import type { JsonObject } from '../artifact/json.js';
import { tableMediaType } from '../artifact/table.js';
import { tableDescriptionOf } from '../artifact/table-description.js';
import type { PlannedTask } from '../plan/recipe.js';
import type { Progress } from '../stage/contract.js';
import type { Artifact, TaskRecord } from '../store/records.js';
import { environment } from './environment.js';
import type { FromTask } from './messages.js';

export type Answer = Exclude<FromTask, { type: 'progress' }>;
export type Done = Extract<FromTask, { type: 'done' }>;

/** What a task comes to; its progress is told on the way. */
export async function answerOf(
  messages: Observable<FromTask>,
  told: (progress: Progress) => void,
): Promise<Answer> {
  const telling = tap((message: FromTask) => {
    if (message.type === 'progress') told(message.progress);
  });
  const answer = await lastValueFrom(messages.pipe(telling));
  if (answer.type === 'progress') throw new Error('its process ended without an answer');
  return answer;
}

/** What an execution is known by. */
export interface Identity {
  readonly key: Digest;
  readonly preimage: JsonObject;
  readonly chain: Digest | null;
  readonly listing: Digest;
}

/** The record of an execution that ended now. Throws where it did not write what its stage declares. */
export function recordOf(task: PlannedTask, identity: Identity, answer: Done, started: Date): TaskRecord {
  return {
    format: 'samebits/record/2',
    task: task.id,
    ...identity,
    outputs: outputsOf(task, answer.outputs),
    failure: answer.failure,
    ...(answer.carriedOver === undefined ? {} : { carriedOver: answer.carriedOver }),
    ...(task.machineBound ? { machineBound: true } : {}),
    environment: { ...answer.servedBy, ...environment() },
    startedAt: started.toISOString(),
    seconds: (Date.now() - started.getTime()) / 1000,
    memory: answer.memory,
  };
}

/** What the code digest is the digest of, as bytes. */
export function listingOf({ code }: PlannedTask): Buffer {
  return Buffer.from(canonicalJson(code.listing));
}

/** Every declared output must have been written, and no other; each has its declared media type, and tables their columns. */
function outputsOf(
  task: PlannedTask,
  written: Readonly<Record<string, Artifact>>,
): Readonly<Record<string, Artifact>> {
  const declared = task.graph.stage.description.outputs;
  const wrong = [
    ...Object.keys(declared).filter((name) => !Object.hasOwn(written, name)),
    ...Object.keys(written).filter((name) => !Object.hasOwn(declared, name)),
  ];
  if (wrong.length > 0)
    throw new Error(
      `stage "${task.graph.use}" must write exactly its declared outputs; see ${wrong.join(', ')}`,
    );
  const outputs = Object.entries(written).map(([name, artifact]): [string, Artifact] => {
    const { mediaType = '' } = declared[name] ?? {};
    if (mediaType === tableMediaType) tableDescriptionOf(artifact.description);
    return [name, { ...artifact, mediaType }];
  });
  return Object.fromEntries(outputs);
}

import { sameJson } from '../artifact/digest.js';
import type { PlannedTask } from '../plan/recipe.js';
import { inputArtifacts } from '../run/context.js';
import type { RecordedPart } from '../stage/contract.js';
import { loadRetrace } from '../stage/registry.js';
import type { Artifact, TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';
import { comparable } from './difference/read.js';
import { differenceOf, differenceText } from './difference.js';
import type { Expected } from './expected.js';
import type { OutputDifference } from './findings.js';

/** Where the recorded bytes are, and where those that were made again. */
interface Sides {
  readonly store: Store;
  readonly again: Store;
}

/** Every way in which what was made again is not what is recorded or locked. */
export async function differencesFrom(
  { record, locked }: Expected,
  task: PlannedTask,
  made: TaskRecord,
  sides: Sides,
): Promise<readonly OutputDifference[]> {
  return [
    ...(record === undefined ? [] : await fromRecord(record, task, made, sides)),
    ...(locked === undefined ? [] : lockDifferences(locked.outputs, made)),
  ];
}

async function fromRecord(
  record: TaskRecord,
  { graph }: PlannedTask,
  made: TaskRecord,
  sides: Sides,
): Promise<readonly OutputDifference[]> {
  const names = outputsOf(record.outputs, made.outputs).filter(
    (name) => !sameJson(record.outputs[name], made.outputs[name]),
  );
  const stretch = names.length === 0 ? null : await partingOf(record, graph.stage.run, made, sides);
  const differences = names.map(async (output): Promise<OutputDifference> => {
    const text = await textOf(record.outputs[output], made.outputs[output], sides);
    return { output, from: 'record', text, ...(stretch === null ? {} : { stretch }) };
  });
  const failures = [record.failure, made.failure].map((failure) => failure ?? 'nothing');
  const failure = { output: 'its failure', from: 'record', text: failures.join(' → ') } as const;
  return [...(await Promise.all(differences)), ...(record.failure === made.failure ? [] : [failure])];
}

/** Every output that is not the lock file's. */
export function lockDifferences(
  locked: Readonly<Record<string, string>>,
  made: TaskRecord,
): readonly OutputDifference[] {
  return outputsOf(locked, made.outputs)
    .filter((name) => locked[name] !== made.outputs[name]?.digest)
    .map((output) => ({
      ...{ output, from: 'lock file' },
      text: `${short(locked[output])} → ${short(made.outputs[output]?.digest)}`,
    }));
}

/** What either of them has. */
function outputsOf(before: object, after: object): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}

async function textOf(
  was: Artifact | undefined,
  is: Artifact | undefined,
  { store, again }: Sides,
): Promise<string> {
  const before = was && (await comparable(was, store));
  const after = is && (await comparable(is, again));
  const difference = before && after && differenceOf(before, after);
  return difference === undefined
    ? `${short(was?.digest)} → ${short(is?.digest)}; the recorded bytes are not there to compare`
    : differenceText(difference);
}

/** Of a stage that records its states: the first stretch that came out otherwise. */
async function partingOf(
  record: TaskRecord,
  run: string,
  made: TaskRecord,
  { store, again }: Sides,
): Promise<RecordedPart | null> {
  const retrace = await loadRetrace(run);
  if (retrace?.stretches === undefined) return null;
  try {
    return await retrace.stretches.parting(
      inputArtifacts(record.outputs, store),
      inputArtifacts(made.outputs, again),
    );
  } catch {
    // Outputs that cannot be read as such a record are told of by their bytes.
    return null;
  }
}

function short(digest: string | undefined): string {
  return digest === undefined ? 'absent' : `${digest.slice(0, 12)}…`;
}

import type { Digest } from '../artifact/digest.js';
import type { TaskRecord } from '../store/records.js';
import { differences, namedInputs, type Difference } from './differences.js';
import type { PlannedTask } from './recipe.js';

/** An artifact that a key has in the place of another one. */
export interface InputChange {
  /** The role, and the cell where several have it: `numbers[3]`. */
  readonly input: string;
  /** What the reader calls the artifact. */
  readonly artifact: string;
  /** Undefined where there was no such artifact, or is none now. */
  readonly before: Digest | undefined;
  readonly after: Digest | undefined;
  /** The task that made it as it is now. */
  readonly task: string | undefined;
  /** What changed in the key of that task since it made the old one; undefined where no record says. */
  readonly because: KeyChange | undefined;
}

/** How the key of a task changed. */
export interface KeyChange {
  /** All but code and inputs. */
  readonly fields: readonly Difference[];
  readonly code: boolean;
  readonly inputs: readonly InputChange[];
}

/** Where the records are that explanations need. */
export interface Surroundings {
  /** The record of a task whose artifacts are there. */
  readonly made: (id: string) => TaskRecord | undefined;
  readonly planned: (id: string) => PlannedTask | undefined;
  /** Every record of the store. */
  readonly records: () => Promise<readonly TaskRecord[]>;
}

/** How a task's key changed from that of an earlier record to what it is now, back to where the change began. */
export async function keyChange(
  task: PlannedTask,
  before: TaskRecord['preimage'],
  after: TaskRecord['preimage'],
  around: Surroundings,
): Promise<KeyChange> {
  const all = differences(before, after);
  return {
    fields: all.filter(({ field }) => field !== 'code' && !field.startsWith('inputs.')),
    code: all.some(({ field }) => field === 'code'),
    inputs: await inputChanges(task, before, after, around),
  };
}

async function inputChanges(
  { graph }: PlannedTask,
  before: TaskRecord['preimage'],
  after: TaskRecord['preimage'],
  around: Surroundings,
): Promise<readonly InputChange[]> {
  const [was, is] = [namedInputs(before), namedInputs(after)];
  // A key's inputs are in the order of the graph's.
  const makers = new Map([...is.keys()].map((name, index) => [name, graph.inputs[index]?.task.id]));
  const changes: InputChange[] = [];
  for (const input of new Set([...is.keys(), ...was.keys()])) {
    const [old, now] = [was.get(input)?.artifacts ?? {}, is.get(input)?.artifacts ?? {}];
    for (const artifact of new Set([...Object.keys(now), ...Object.keys(old)])) {
      const [from, to] = [old[artifact]?.digest, now[artifact]?.digest];
      const task = makers.get(input);
      if (from !== to)
        changes.push({
          ...{ input, artifact, before: from, after: to, task },
          because: await because(task, from, around),
        });
    }
  }
  return changes;
}

/** What changed for the task that makes an artifact, since a record of it, or of its stage, made the old one. */
async function because(
  id: string | undefined,
  before: Digest | undefined,
  around: Surroundings,
): Promise<KeyChange | undefined> {
  const [maker, now] = [around.planned(id ?? ''), around.made(id ?? '')];
  if (maker === undefined || now === undefined || before === undefined) return undefined;
  const makers = (await around.records()).filter(
    ({ preimage, outputs }) =>
      preimage.stage === now.preimage.stage && Object.values(outputs).some(({ digest }) => digest === before),
  );
  const old = makers.find(({ task }) => task === id) ?? makers[0];
  return old && keyChange(maker, old.preimage, now.preimage, around);
}

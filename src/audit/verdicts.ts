import type { Digest } from '../artifact/digest.js';
import { decodeTable } from '../artifact/table-description.js';
import { claimRoles } from '../claim/claim.js';
import type { ClaimTable } from '../claim/table-numbers.js';
import type { Verdict } from '../claim/verdict.js';
import type { GraphInput, PlannedClaim } from '../plan/graph.js';
import type { Plan } from '../plan/recipe.js';
import { agrees } from '../stage/cell.js';
import type { Artifact } from '../store/records.js';
import type { Store } from '../store/store.js';
import { NotKept } from './kept-tables.js';

/** What verdicts need of what is made: a record has it, and what a lock file says with the stages' declarations. */
export type RecordsById = ReadonlyMap<string, { readonly outputs: Readonly<Record<string, NamedArtifact>> }>;
type NamedArtifact = Pick<Artifact, 'digest' | 'description'>;

/** Where verified bytes are read. */
export interface Shelf {
  readonly objects: Pick<Store['objects'], 'read'>;
}

/** The verdict on every claim whose tables are made: from the report, where one was made, which has come to them already. */
export async function verdictsOf(
  plan: Plan,
  records: RecordsById,
  store: Shelf,
): Promise<readonly Verdict[]> {
  const reported = await reportedVerdicts(plan, records, store);
  if (reported !== undefined) return reported;
  const ready = plan.graph.claims.filter(({ inputs }) => inputs.every(({ task }) => records.has(task.id)));
  return Promise.all(ready.map((claim) => verdictOfClaim(claim, records, store)));
}

/** The verdict on one claim, all of whose tables are made. */
export async function verdictOfClaim(
  { claim, inputs }: PlannedClaim,
  records: RecordsById,
  store: Shelf,
): Promise<Verdict> {
  // Only who judges claims needs the tests' arithmetic.
  const { verdictOn } = await import('../claim/evaluate.js');
  return verdictOn(claim, (role) =>
    Promise.all(
      inputs.filter((input) => input.role === role).map((input) => claimTable(input, records, store)),
    ),
  );
}

/** The tables of the cell that the claim is about. */
export function claimDigests({ claim, inputs }: PlannedClaim, records: RecordsById): readonly Digest[] {
  const role = claimRoles(claim.id).of;
  const own = inputs.filter((input) => input.role === role && agrees(claim.where, input.task.cell));
  return own.map((input) => artifactOf(input, records).digest);
}

/** What the report's own `verdicts` says; undefined where no report was made. */
async function reportedVerdicts(
  { tasks }: Plan,
  records: RecordsById,
  store: Shelf,
): Promise<readonly Verdict[] | undefined> {
  const report = tasks.find(({ graph }) => graph.use === 'report' && records.has(graph.id));
  const artifact = records.get(report?.id ?? '')?.outputs.verdicts;
  if (artifact === undefined) return undefined;
  const bytes = await store.objects.read(artifact.digest);
  // Verified bytes of the stage report, whose code, as its key says, is that of this program.
  const { claims } = JSON.parse(bytes.toString('utf8')) as { readonly claims: readonly Verdict[] };
  return claims.map(({ id, measured, verdict, expected, evidence, why }) => ({
    ...{ id, measured, verdict, expected },
    ...(evidence === undefined ? {} : { evidence }),
    ...(why === undefined ? {} : { why }),
  }));
}

/** The table that an input names, from verified bytes. Throws NotKept where it is not known what they mean. */
export async function claimTable(
  { task, outputs }: Pick<GraphInput, 'task' | 'outputs'>,
  records: RecordsById,
  store: Shelf,
): Promise<ClaimTable> {
  const { digest, description } = artifactOf({ task, outputs }, records);
  if (description.columns === undefined)
    throw new NotKept(`the stage of ${task.id}.${Object.values(outputs).join()} declares no columns`);
  return { cell: task.cell, table: decodeTable(await store.objects.read(digest), description) };
}

/** The one artifact that an input names. */
export function artifactOf(
  { task, outputs }: Pick<GraphInput, 'task' | 'outputs'>,
  records: RecordsById,
): NamedArtifact {
  const [output = ''] = Object.values(outputs);
  const artifact = records.get(task.id)?.outputs[output];
  if (artifact === undefined) throw new Error(`${task.id} has no artifact ${output}`);
  return artifact;
}

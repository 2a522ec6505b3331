import { decodeTable } from '../artifact/table-description.js';
import { verdictOn } from '../claim/evaluate.js';
import type { ClaimTable } from '../claim/table-numbers.js';
import type { Verdict } from '../claim/verdict.js';
import type { GraphInput } from '../plan/graph.js';
import type { Plan } from '../plan/recipe.js';
import type { TaskRecord } from '../store/records.js';
import type { Store } from '../store/store.js';

/** The verdict on every claim whose tables are made. */
export async function verdictsOf(
  plan: Plan,
  records: ReadonlyMap<string, TaskRecord>,
  store: Store,
): Promise<readonly Verdict[]> {
  const ready = plan.graph.claims.filter(({ inputs }) => inputs.every(({ task }) => records.has(task.id)));
  return Promise.all(
    ready.map(({ claim, inputs }) => {
      const tables = (role: string) =>
        Promise.all(
          inputs.filter((input) => input.role === role).map((input) => tableOf(input, records, store)),
        );
      return verdictOn(claim, tables);
    }),
  );
}

async function tableOf(
  { task, outputs }: GraphInput,
  records: ReadonlyMap<string, TaskRecord>,
  store: Store,
): Promise<ClaimTable> {
  const [output = ''] = Object.values(outputs);
  const artifact = records.get(task.id)?.outputs[output];
  if (artifact === undefined) throw new Error(`${task.id} has no artifact ${output}`);
  const bytes = await store.objects.read(artifact.digest);
  return { cell: task.cell, table: decodeTable(bytes, artifact.description) };
}

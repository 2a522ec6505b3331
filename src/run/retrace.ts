import { digestOf, type Digest } from '../artifact/digest.js';
import type { Retraced } from '../stage/contract.js';
import { loadRetrace } from '../stage/registry.js';
import { openStore, type Store } from '../store/store.js';
import { contextOf, type Effects, inputArtifacts } from './context.js';
import type { Followed, RetraceAsked, TaskSpec } from './messages.js';

/** Does parts of a task again, as its stage's `retrace` can. */
export async function retraceTask(
  spec: TaskSpec,
  asked: RetraceAsked,
  effects: Effects,
  store: Store,
): Promise<Retraced | Followed> {
  const retrace = await loadRetrace(spec.run);
  if (retrace === undefined) throw new Error('the stage cannot do parts of its work again');
  const context = contextOf(spec, store, effects, []);
  const outputs = inputArtifacts(asked.outputs, store);
  if (asked.kind === 'reexecute') return retrace.reexecute(context, outputs, asked.parts);
  if (retrace.stretches === undefined) throw new Error('the stage records no states that could be followed');
  const states: { step: number; digest: Digest }[] = [];
  await retrace.stretches.follow(context, outputs, asked.stretch, async (step, bytes) => {
    states.push({ step, digest: digestOf(bytes) });
    if (asked.keep?.step === step) await openStore(asked.keep.store).objects.put(bytes);
  });
  return { states };
}

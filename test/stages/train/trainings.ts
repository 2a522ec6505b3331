import type { Static } from 'typebox';
import { declaration } from '../../../stages/train/declaration.js';
import { run } from '../../../stages/train/run.js';
import type { Chain, InputArtifact, Observer, StageRun } from '../../../src/stage/contract.js';
import {
  inputWith,
  overflowingExamples,
  overflowingNetwork,
  smallExamples,
  smallNetwork,
} from '../../training/small.js';
import { type RanStage, runStage } from '../in-memory.js';

export type Parameters = Partial<Static<typeof declaration.parameters>>;

export const examples = smallExamples(64);
/** What trainings diverge with. */
export const diverging = { network: overflowingNetwork(), data: overflowingExamples(64, 41) };
/** Of every training, where nothing else is said. */
const usual: Parameters = { batch: 4, learningRate: 0.2, recordEvery: 7, updates: 60 };

/** A small training; it is stopped once it says that it has done `abortAt` updates. */
export function train(
  parameters: Parameters,
  setting: {
    chain?: Chain;
    observers?: readonly Observer[];
    abortAt?: number;
    network?: InputArtifact;
    data?: InputArtifact;
    rates?: InputArtifact;
  } = {},
): Promise<RanStage> {
  const {
    chain,
    observers = [],
    abortAt = Infinity,
    network = smallNetwork(),
    data = examples,
    rates,
  } = setting;
  const abort = new AbortController();
  const interruptible: StageRun<typeof declaration> = (context) =>
    run({
      ...context,
      progress: (progress) => {
        context.progress(progress);
        if (progress.done >= abortAt) abort.abort(new Error('stopped'));
      },
    });
  return runStage(declaration, interruptible, {
    parameters: { ...usual, ...parameters },
    inputs: {
      data: inputWith({ train: data }),
      network: inputWith({ network }),
      ...(rates === undefined ? {} : { rates: inputWith({ rates }) }),
    },
    ...(chain === undefined ? {} : { chain }),
    observers,
    signal: abort.signal,
  });
}

/** Everything that the executor stores of a run. */
export function stored(ran: RanStage): unknown {
  return { outputs: ran.outputs, result: ran.result };
}

import { concat, type Observable } from 'rxjs';
import type { EngineChoice } from '../engine/choice.js';
import type { Network } from '../engine/engine.js';
import type { Observer } from '../stage/contract.js';
import { lend, type Lent } from './credits.js';
import type { Recorded, Recorder } from './recorded.js';
import { minibatches$, type MinibatchSource, type Stretch } from './minibatches.js';
import { probes$ } from './probes.js';
import { type Step, updates$ } from './updates.js';

interface Training extends Stretch, EngineChoice {
  readonly network: Network;
  readonly source: MinibatchSource;
  readonly record: Recorder;
  readonly learningRate: number;
  readonly observers: readonly Observer[];
}

/**
 * minibatches$ → updates$ → probes$: one step for the state the training starts from (which the network holds already), then one
 * for every chunk. A step is made only when those before it have been given back, so whoever is slow slows all.
 */
export function training$(training: Training, start: Recorded): Observable<Lent<Step>> {
  const { network, source } = training;
  const begun = lend<Step>([{ update: start.row.update, recorded: start }], 1);
  const updates = updates$(minibatches$(source, training), network, training);
  return probes$(concat(begun, updates), network, training);
}

import type { Observable } from 'rxjs';
import { takeWhile } from 'rxjs';
import type { Network, UpdateRule } from '../engine/engine.js';
import { mean } from '../statistics/mean.js';
import { inTurn, type Lent } from './credits.js';
import { isRecorded } from './grid.js';
import type { Recorded, Recorder } from './recorded.js';
import type { Chunk, Stretch } from './minibatches.js';

/** Where a training has got to. */
export interface Step {
  /** Updates done. */
  readonly update: number;
  /** Mean cost of the chunk's updates; undefined where there were none. */
  readonly cost?: number;
  /** The state, where it is one that is recorded. */
  readonly recorded?: Recorded;
  /** The update that could not be done in finite numbers. The training is over. */
  readonly divergedAt?: number;
}

interface Course extends Stretch {
  readonly rule: UpdateRule;
  readonly record: Recorder;
}

/** Trains the network chunk by chunk, on from a recorded state that is loaded already. */
export function updates$(
  minibatches: Observable<Lent<Chunk>>,
  network: Network,
  course: Course,
): Observable<Lent<Step>> {
  return minibatches.pipe(
    inTurn(trainer(network, course)),
    takeWhile(({ item }) => item.divergedAt === undefined, true),
  );
}

function trainer(
  network: Network,
  { batch, rule, recordEvery, until, pace, record }: Course,
): (chunk: Chunk) => Step {
  let cost = 0;
  let errors = 0;
  let updates = 0;
  return (chunk) => {
    const start = performance.now();
    const trained = network.train(chunk.inputs, chunk.labels, batch, rule);
    // The sums of a row are taken in update order whatever the chunks, so its bits do not depend on them.
    for (let i = 0; i < trained.updates; i++) {
      cost += trained.costs[i] ?? NaN;
      errors += trained.errors[i] ?? NaN;
    }
    updates += trained.updates;
    const update = chunk.first + trained.updates;
    if (trained.updates < chunk.updates) return { update, divergedAt: update + 1 };
    pace.took(chunk.updates, performance.now() - start);
    const step = { update, cost: mean(trained.costs) };
    if (!isRecorded(update, recordEvery) && update !== until) return step;
    if (!network.finite()) return { update, divergedAt: update + 1 };
    const means = { cost: cost / updates, errorRate: errors / (updates * batch) };
    [cost, errors, updates] = [0, 0, 0];
    return { ...step, recorded: record(update, means) };
  };
}

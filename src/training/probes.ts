import type { Observable } from 'rxjs';
import type { Network } from '../engine/engine.js';
import type { Observer } from '../stage/contract.js';
import { inTurn, type Lent } from './credits.js';
import type { Step } from './updates.js';

/**
 * Shows every recorded state to the observers that want it, before the network is trained further. An observer that fails is
 * asked no more: its own task will measure what is missing, meet the same error and report it.
 */
export function probes$(
  updates: Observable<Lent<Step>>,
  network: Network,
  observers: readonly Observer[],
): Observable<Lent<Step>> {
  const failed = new Set<Observer>();
  return updates.pipe(
    inTurn(async (step) => {
      if (step.recorded === undefined) return step;
      const { update, digest } = step.recorded.row;
      for (const observer of observers) {
        if (failed.has(observer) || !observer.wants(update)) continue;
        await observer.measure({ update, digest, network }).catch(() => failed.add(observer));
      }
      return step;
    }),
  );
}

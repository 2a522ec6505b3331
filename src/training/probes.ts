import type { Observable } from 'rxjs';
import type { EngineChoice } from '../engine/choice.js';
import type { Network } from '../engine/engine.js';
import type { Observer } from '../stage/contract.js';
import { inTurn, type Lent } from './credits.js';
import type { Step } from './updates.js';

interface Probing extends EngineChoice {
  readonly observers: readonly Observer[];
  readonly until: number;
}

/** Shows every recorded state to the observers that want it, and the last to all, before the network is trained further. */
export function probes$(
  updates: Observable<Lent<Step>>,
  network: Network,
  { observers, until, engine, arithmetic }: Probing,
): Observable<Lent<Step>> {
  return updates.pipe(
    inTurn(async (step) => {
      if (step.recorded === undefined) return step;
      const { update, digest } = step.recorded.row;
      for (const observer of observers) {
        if (observer.wants(update) || update === until)
          await observer.measure({ update, digest, network, engine, arithmetic });
      }
      return step;
    }),
  );
}

/**
 * The observer as one that cannot end the training it looks at: once it fails it wants nothing more. Its own task will measure
 * what is missing, meet the same error and report it.
 */
export function harmless(observer: Observer): Observer {
  let failed = false;
  return {
    wants: (update) => !failed && observer.wants(update),
    measure: async (moment) => {
      try {
        await observer.measure(moment);
      } catch {
        failed = true;
      }
    },
  };
}

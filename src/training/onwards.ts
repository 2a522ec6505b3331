import type { Observable } from 'rxjs';
import type { Observer } from '../stage/contract.js';
import type { Lent } from './credits.js';
import { mostUpdates } from './minibatches.js';
import { steadyPace } from './pace.js';
import type { Prepared } from './prepare.js';
import type { Recorded } from './recorded.js';
import { training$ } from './training.js';
import type { Step } from './updates.js';

interface Going {
  readonly until: number;
  readonly observers: readonly Observer[];
  readonly signal: AbortSignal;
}

/** Trains on to update `until` from a recorded state that the network holds: the same minibatches wherever it goes on from. */
export function onwards$(
  { course, network, source, record }: Prepared,
  start: Recorded,
  going: Going,
): Observable<Lent<Step>> {
  const pace = steadyPace(mostUpdates(source.width, course.batch));
  const stretch = { ...course, ...going, from: start.row.update, pace };
  return training$({ ...stretch, network, source, record }, start);
}

import { distinctUntilChanged, Observable, type Subscriber } from './streams.js';

/**
 * Shares cores among tasks: who subscribes takes part until it unsubscribes, and is told its number of cores whenever that
 * changes. All together they have as many as there are, and each at least one.
 */
export function coreShares(cores: number): Observable<number> {
  const sharing: Subscriber<number>[] = [];
  const tellAll = (): void => {
    for (const [place, each] of sharing.entries()) each.next(shareOf(cores, sharing.length, place));
  };
  return new Observable<number>((subscriber) => {
    sharing.push(subscriber);
    tellAll();
    return () => {
      sharing.splice(sharing.indexOf(subscriber), 1);
      tellAll();
    };
  }).pipe(distinctUntilChanged());
}

/** What is left when cores are dealt evenly goes to those that came first. */
function shareOf(cores: number, tasks: number, place: number): number {
  return Math.max(1, Math.floor(cores / tasks) + (place < cores % tasks ? 1 : 0));
}

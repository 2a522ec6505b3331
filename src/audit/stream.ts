import { Observable } from '../run/streams.js';

/** What work emits, as a stream: subscribing begins the work, whose end or error is the stream's. */
export function streamOf<Event>(work: (emit: (event: Event) => void) => Promise<void>): Observable<Event> {
  return new Observable((subscriber) => {
    const emit = (event: Event) => {
      subscriber.next(event);
    };
    work(emit).then(
      () => {
        subscriber.complete();
      },
      (error: unknown) => {
        subscriber.error(error);
      },
    );
  });
}

import type { ObservableInput, OperatorFunction } from 'rxjs';
import { concatMap, lastValueFrom, Observable } from 'rxjs';

/** An item on loan. Its maker makes more only when enough of what it made has been given back. */
export interface Lent<Item> {
  readonly item: Item;
  readonly release: () => void;
}

/**
 * The one pull loop under every stream here: asks `source` for an item only while fewer than `credits` are out. RxJS alone
 * would push, and buffer without bound in front of a slow consumer. Unsubscribing stops the loop and ends `source`.
 */
export function lend<Item>(
  source: AsyncIterable<Item> | Iterable<Item>,
  credits: number,
): Observable<Lent<Item>> {
  return new Observable((subscriber) => {
    let free = credits;
    let wake = (): void => undefined;
    const credit = async (): Promise<boolean> => {
      while (free === 0 && !subscriber.closed) await new Promise<void>((resolve) => (wake = resolve));
      return !subscriber.closed;
    };
    const giveBack = (): void => {
      free += 1;
      wake();
    };
    const loop = async (): Promise<void> => {
      if (!(await credit())) return;
      for await (const item of source) {
        if (subscriber.closed) return;
        free -= 1;
        subscriber.next({ item, release: once(giveBack) });
        if (!(await credit())) return;
      }
      subscriber.complete();
    };
    loop().catch((error: unknown) => {
      subscriber.error(error);
    });
    return () => {
      wake();
    };
  });
}

/**
 * Makes one item of each, one after the other: gives an item back when `work` is done with it, and begins the next
 * only when what it made of the one before has been given back.
 */
export function inTurn<From, To>(
  work: (item: From) => To | Promise<To>,
): OperatorFunction<Lent<From>, Lent<To>> {
  return concatMap(
    ({ item, release }): ObservableInput<Lent<To>> =>
      new Observable((subscriber) => {
        const turn = async (): Promise<void> => {
          const made = await work(item);
          release();
          subscriber.next({
            item: made,
            release: () => {
              subscriber.complete();
            },
          });
        };
        turn().catch((error: unknown) => {
          subscriber.error(error);
        });
      }),
  );
}

/** Does `work` with each item in turn and gives it back; resolves at the end of the stream. */
export async function consume<Item>(
  items: Observable<Lent<Item>>,
  work: (item: Item) => void | Promise<void>,
): Promise<void> {
  const done = items.pipe(
    concatMap(async ({ item, release }) => {
      await work(item);
      release();
    }),
  );
  await lastValueFrom(done, { defaultValue: undefined });
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}

/**
 * What runs and those who listen to them need of RxJS. All of RxJS takes about 30 ms to load, which every command would wait for; its
 * parts have been in these places for years, and its version is pinned.
 */
export * from 'rxjs/internal/Observable';
export * from 'rxjs/internal/Subscriber';
export * from 'rxjs/internal/observable/defer';
export * from 'rxjs/internal/observable/fromEvent';
export * from 'rxjs/internal/observable/timer';
export * from 'rxjs/internal/operators/distinctUntilChanged';
export * from 'rxjs/internal/operators/filter';
export * from 'rxjs/internal/operators/switchMap';
export * from 'rxjs/internal/operators/takeUntil';
export * from 'rxjs/internal/operators/tap';
export * from 'rxjs/internal/operators/toArray';
export * from 'rxjs/internal/lastValueFrom';

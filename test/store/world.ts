import type { Machine, Owner } from '../../src/store/machine.js';

/** Machines whose time passes only when everything waits: fifteen seconds of silence take none. */
export interface World {
  /** The clock that people set; every machine's. */
  clock: number;
  process(host?: string): SimulatedProcess;
  /** Runs work, and lets time pass whenever it waits. */
  run<Value>(work: Promise<Value>): Promise<Value>;
}

export interface SimulatedProcess extends Machine {
  /** From now on it does nothing more: no beat, no work. */
  kill(): void;
}

interface Timer {
  at: number;
  readonly every?: number;
  readonly ring: () => void;
  readonly isOff: () => boolean;
}

export function openWorld(): World {
  const alive = new Map<string, Owner>();
  const timers = new Set<Timer>();
  let time = 0;
  let pids = 0;

  function pass(): void {
    const [next] = [...timers].filter((timer) => !timer.isOff()).sort((a, b) => a.at - b.at);
    if (next === undefined) return;
    world.clock += next.at - time;
    time = next.at;
    if (next.every === undefined) timers.delete(next);
    else next.at += next.every;
    next.ring();
  }

  const world: World = {
    clock: 1_700_000_000_000,
    process(host = 'here') {
      pids++;
      const self: Owner = { host, boot: host, space: '', pid: pids, start: String(pids), user: 0 };
      const name = `${host} ${pids}`;
      alive.set(name, self);
      const isOff = () => !alive.has(name);
      return {
        kill: () => void alive.delete(name),
        self: () => self,
        fateOf(owner) {
          if (owner.host !== host) return 'unknown';
          return alive.get(`${owner.host} ${owner.pid}`)?.start === owner.start ? 'alive' : 'dead';
        },
        now: () => world.clock,
        elapsed: () => time,
        sleep: (milliseconds, signal) =>
          new Promise((resolve, reject) => {
            const stop = () => {
              timers.delete(timer);
              reject(signal?.reason as Error);
            };
            const ring = () => {
              signal?.removeEventListener('abort', stop);
              resolve();
            };
            const timer: Timer = { at: time + milliseconds, ring, isOff };
            timers.add(timer);
            signal?.addEventListener('abort', stop);
          }),
        every(milliseconds, ring) {
          const timer: Timer = { at: time + milliseconds, every: milliseconds, ring, isOff };
          timers.add(timer);
          return () => void timers.delete(timer);
        },
      };
    },
    async run(work) {
      const ended = work.then(
        () => true,
        () => true,
      );
      // What waits for no time goes first.
      const idle = () => new Promise<false>((resolve) => setImmediate(resolve, false));
      while (!(await Promise.race([ended, idle()]))) pass();
      return work;
    },
  };
  return world;
}

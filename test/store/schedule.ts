import type { Choose } from './memory-disk.js';
import type { Gate } from './gated.js';

/** Choices that a number decides: the same each time. */
export function choices(seed: number): Choose {
  let state = seed | 0;
  return (options) => {
    // Marsaglia's xorshift with a Weyl sequence would do as well: any mixing that reaches every choice.
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    state ^= state >>> 12;
    return (state >>> 0) % options;
  };
}

/** Lets the first calls through; where the next is asked for, the power is gone and it never returns. */
export function powerFor(calls: number): { readonly gate: Gate; readonly gone: Promise<'power gone'> } {
  let left = calls;
  let cut: (gone: 'power gone') => void = () => undefined;
  const gone = new Promise<'power gone'>((resolve) => (cut = resolve));
  const gate: Gate = () => {
    if (left-- > 0) return Promise.resolve();
    cut('power gone');
    return new Promise(() => undefined);
  };
  return { gate, gone };
}

/**
 * Makes several at work at once take turns as `choose` says: often call by call, often many calls of one while the others stand
 * still, as when a system stops a process.
 */
export function turns(
  choose: Choose,
  workers: number,
): { readonly gates: readonly Gate[]; readonly play: (calls: number) => Promise<void> } {
  const waiting = Array.from({ length: workers }, (): (() => void)[] => []);
  // Everybody comes to their next call, or to their end.
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    gates: waiting.map((calls) => () => new Promise((go) => calls.push(go))),
    /** Lets so many calls through; fewer where nobody asks any more. */
    async play(calls) {
      let [left, turn] = [0, 0];
      for (let call = 0; call < calls; call++) {
        await settled();
        if (left-- <= 0) [left, turn] = [choose(2) * choose(40), choose(workers)];
        const next = waiting[turn]?.shift() ?? waiting.find(({ length }) => length > 0)?.shift();
        if (next === undefined) return;
        next();
      }
      await settled();
    },
  };
}

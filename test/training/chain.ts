import { digestOf } from '../../src/artifact/digest.js';
import type { Chain, ChainState } from '../../src/stage/contract.js';

/** A chain in memory that can lose what it holds. */
export interface TestChain extends Chain {
  readonly steps: () => readonly number[];
  /** From now on the bytes of the state at this step cannot be had; its notes can. */
  readonly loseBytes: (step: number) => void;
  /** The state was never kept. */
  readonly lose: (step: number) => void;
}

export function testChain(): TestChain {
  const kept = new Map<number, ChainState>();
  const bytes = new Map<number, Buffer>();
  return {
    states: () => Promise.resolve([...kept.values()].sort((a, b) => a.step - b.step)),
    bytes: ({ step }) => Promise.resolve(bytes.get(step)),
    keep: (state, given) => {
      if (given === undefined || digestOf(given) !== state.digest)
        throw new Error('the bytes are not those of the digest');
      kept.set(state.step, state);
      bytes.set(state.step, Buffer.from(given));
      return Promise.resolve();
    },
    steps: () => [...kept.keys()].sort((a, b) => a - b),
    loseBytes: (step) => void bytes.delete(step),
    lose: (step) => {
      kept.delete(step);
      bytes.delete(step);
    },
  };
}

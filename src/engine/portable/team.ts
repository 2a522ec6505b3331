import type { Kernels } from './kernels.js';

/** kernels.c has room for no more. */
const most = 64;

/** The threads that share a network's work, the caller's with them. `threads` is asked before each piece of work. */
export class Team {
  readonly #kernels: Kernels;
  readonly #network: number;
  readonly #threads: () => number;
  #members = 1;

  constructor(kernels: Kernels, network: number, threads: () => number) {
    this.#kernels = kernels;
    this.#network = network;
    this.#threads = threads;
  }

  /** Of the piece of work under way. */
  get members(): number {
    return this.#members;
  }

  /** Does a piece of work with as many threads as may be used now; `atMost` where there is no room for more. */
  together<T>(work: () => T, atMost = most): T {
    this.#members = Math.max(1, Math.min(atMost, Math.floor(this.#threads())));
    if (this.#members === 1) return work();
    this.#kernels.hire(this.#network, this.#members);
    try {
      return work();
    } finally {
      this.#kernels.dismiss(this.#network);
    }
  }
}

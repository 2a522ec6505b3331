import type { Digest } from '../artifact/digest.js';
import type { Chain, InputArtifact } from '../stage/contract.js';
import type { Recorded } from './recorded.js';
import type { TrajectoryRow } from './trajectory.js';

/** The rows of a trajectory, by their update. */
export type Rows = ReadonlyMap<number, TrajectoryRow>;

export function byUpdate(rows: readonly TrajectoryRow[]): Rows {
  return new Map(rows.map((row) => [row.update, row]));
}

/** Recorded states of a finished training whose bytes may be had. */
export interface KeptStates {
  /** The last of them after update `from`, at or before `until`. */
  between(from: number, until: number): Promise<Recorded | undefined>;
}

/** Where they are looked for: the network it ended with, and the states of its chain. What no row vouches for is passed over. */
export async function keptStates(
  rows: Rows,
  final: InputArtifact,
  chain: Chain | undefined,
): Promise<KeptStates> {
  const end: Kept = { step: Math.max(...rows.keys()), digest: final.digest, bytes: () => final.bytes() };
  const states = (await chain?.states()) ?? [];
  const inChain = states.map((state): Kept => ({ ...state, bytes: async () => chain?.bytes(state) }));
  const kept = [...inChain, end].sort((a, b) => b.step - a.step);
  return {
    async between(from, until) {
      for (const { step, digest, bytes } of kept) {
        const row = rows.get(step);
        if (step > until || step <= from || row?.digest !== digest) continue;
        const found = await bytes();
        if (found !== undefined) return { row, bytes: found };
      }
      return undefined;
    },
  };
}

interface Kept {
  readonly step: number;
  readonly digest: Digest;
  readonly bytes: () => Promise<Buffer | undefined>;
}

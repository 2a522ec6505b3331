import { join } from 'node:path';
import pLimit from 'p-limit';
import { canonicalJson, digestOf, type Digest } from '../artifact/digest.js';
import type { Chain, ChainState } from '../stage/contract.js';
import type { Disk } from './disk.js';
import { ifPresent, ifReadable, type Files } from './files.js';

/** How many states' bytes a chain keeps: the newest, and a grid whose spacing doubles as the chain grows. */
const keptStates = 16;

/** A long chain has more states than a process may have files open. */
const openAtOnce = 64;

/** A chain's folder: its time, or that of a file in it, says when the chain was last used. */
export function chainFolder(root: string, key: Digest): string {
  return join(root, 'chains', key.slice(0, 2), key.slice(2));
}

/**
 * The durable states of resumable computations: `chains/KEY/STEP.json` says what a state is, `STEP.state` holds its bytes. They
 * belong to their chain alone, so thinning them never touches an object that a record names.
 */
export function openChain({ root, files, writer, quarantine }: Disk, key: Digest): Chain {
  const folder = chainFolder(root, key);
  const bytesFile = (step: number) => join(folder, `${step}.state`);

  async function steps(extension: string): Promise<number[]> {
    const names = (await ifReadable(files.list(folder))) ?? [];
    const found = names
      .filter((name) => name.endsWith(extension))
      .map((name) => Number(name.slice(0, -extension.length)));
    return found.filter(Number.isSafeInteger).sort((a, b) => a - b);
  }

  return {
    async states() {
      const read = await pLimit(openAtOnce).map(await steps('.json'), (step) =>
        readState(files, join(folder, `${step}.json`)),
      );
      // A file of another chain, however it came here, says nothing of this one.
      return read.flatMap((kept) => (kept?.chain === key ? [kept.state] : []));
    },
    async bytes({ step, digest }) {
      const bytes = await ifReadable(files.read(bytesFile(step)));
      return bytes !== undefined && digestOf(bytes) === digest ? bytes : undefined;
    },
    async keep(state, bytes) {
      const file = bytesFile(state.step);
      const before = await ifReadable(files.read(file));
      if (before?.equals(bytes) === false) await quarantine.setAside(file, `${key}-${state.step}`);
      await writer.replace(file, bytes);
      const { step, digest, notes, carriedOver } = state;
      const mark = carriedOver === undefined ? {} : { carriedOver };
      const body = canonicalJson({ chain: key, state: { step, digest, notes, ...mark } });
      await writer.replace(join(folder, `${state.step}.json`), `${digestOf(body)}\n${body}`);
      const thinned = superfluous(await steps('.state'), state.step);
      await Promise.all(thinned.map((other) => ifPresent(files.remove(bytesFile(other)))));
    },
  };
}

interface KeptState {
  readonly chain: Digest;
  readonly state: ChainState;
}

/** A state's file begins with the digest of the rest: a damaged one counts as absent, and is computed again. */
async function readState(files: Files, file: string): Promise<KeptState | undefined> {
  const text = (await ifReadable(files.read(file)))?.toString('utf8') ?? '';
  const body = text.slice(65);
  // The digest vouches that `keep` wrote it.
  return text.slice(0, 64) === digestOf(body) ? (JSON.parse(body) as KeptState) : undefined;
}

/**
 * The steps whose bytes can go: all but the newest, the one just written (a shorter run goes on from it) and, of the others, the first in each of about `keptStates` equal
 * stretches whose length is a power of two, so that what is kept now is mostly kept later.
 */
export function superfluous(steps: readonly number[], written: number): readonly number[] {
  const newest = steps.at(-1) ?? 0;
  let spacing = 1;
  while (newest / spacing > keptStates) spacing *= 2;
  const taken = new Set<number>();
  return steps.filter((step) => {
    const stretch = Math.floor(step / spacing);
    const superfluousHere = step !== newest && step !== written && taken.has(stretch);
    taken.add(stretch);
    return superfluousHere;
  });
}

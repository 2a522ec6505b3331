import { join } from 'node:path';
import pLimit from 'p-limit';
import { canonicalJson, digestOf, type Digest } from '../artifact/digest.js';
import type { Chain, ChainState } from '../stage/contract.js';
import { ifPresent, writeAtomically } from './atomic.js';
import type { Files } from './files.js';
import { setAside } from './quarantine.js';

/** How many states' bytes a chain keeps: the newest, and a grid whose spacing doubles as the chain grows. */
const keptStates = 16;

/** A long chain has more states than a process may have files open. */
const openAtOnce = 64;

/**
 * The durable states of resumable computations: `chains/KEY/STEP.json` says what a state is, `STEP.state` holds its bytes. They
 * belong to their chain alone, so thinning them never touches an object that a record names.
 */
export function openChain(root: string, files: Files, key: Digest): Chain {
  const folder = join(root, 'chains', key.slice(0, 2), key.slice(2));
  const scratch = join(root, 'tmp');
  const bytesFile = (step: number) => join(folder, `${step}.state`);

  async function steps(extension: string): Promise<number[]> {
    const names = (await ifPresent(files.list(folder))) ?? [];
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
      return read.filter((state) => state !== undefined);
    },
    async bytes({ step, digest }) {
      const bytes = await ifPresent(files.read(bytesFile(step)));
      if (bytes === undefined) return undefined;
      if (digestOf(bytes) === digest) return bytes;
      await setAside(root, files, bytesFile(step), `${key}-${step}`);
      return undefined;
    },
    async keep(state, bytes) {
      await writeAtomically(scratch, bytesFile(state.step), bytes, files);
      const body = canonicalJson({ step: state.step, digest: state.digest, notes: state.notes });
      await writeAtomically(scratch, join(folder, `${state.step}.json`), `${digestOf(body)}\n${body}`, files);
      await Promise.all(
        superfluous(await steps('.state'), state.step).map((step) =>
          ifPresent(files.remove(bytesFile(step))),
        ),
      );
    },
  };
}

/** A state's file begins with the digest of the rest: a damaged one counts as absent, and is computed again. */
async function readState(files: Files, file: string): Promise<ChainState | undefined> {
  const text = (await ifPresent(files.read(file)))?.toString('utf8') ?? '';
  const body = text.slice(65);
  // The digest vouches that `keep` wrote it.
  return text.slice(0, 64) === digestOf(body) ? (JSON.parse(body) as ChainState) : undefined;
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

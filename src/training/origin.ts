import { digestOfJson, type Digest } from '../artifact/digest.js';
import { BadInput } from '../stage/problem.js';
import type { InputArtifact } from '../stage/contract.js';

/** What a training began with. */
export interface Origin {
  /** The training examples: their bytes and what these mean, since a stream's bytes do not say its range. */
  readonly data: Digest;
  /** The initial network. */
  readonly network: Digest;
}

export function originOf(data: InputArtifact, network: InputArtifact): Origin {
  const { digest, mediaType, description } = data;
  return {
    data: digestOfJson('samebits/data/1', { digest, mediaType, description }),
    network: network.digest,
  };
}

/** Throws BadInput where a training began with something else than these inputs. */
export function checkOrigin(course: Origin, inputs: Origin): void {
  const different = (['data', 'network'] as const).find((part) => course[part] !== inputs[part]);
  if (different === undefined) return;
  throw new BadInput({
    place: `input ${different === 'network' ? 'initial' : different}`,
    rule: 'is not what the training began with.',
    remedy: 'Name the stages that the training itself names as its inputs.',
  });
}

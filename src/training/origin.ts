import { digestOfJson, type Digest } from '../artifact/digest.js';
import { artifactOf, type InputArtifact, onlyInput, type StageContext } from '../stage/contract.js';
import { BadInput } from '../stage/problem.js';

/** What a training begins with. */
export interface TrainingInputs {
  readonly data: InputArtifact;
  readonly network: InputArtifact;
  /** A factor of the learning rate for every parameter. */
  readonly rates?: InputArtifact;
}

/** What a training began with. */
export interface Origin {
  /** The training examples: their bytes and what these mean, since a stream's bytes do not say its range. */
  readonly data: Digest;
  /** The initial network. */
  readonly network: Digest;
  readonly rates?: Digest;
}

/** The inputs `data`, `rates` where it is given, and the initial network, which stages call by two names. */
export function trainingInputs(
  inputs: StageContext['inputs'],
  network: 'network' | 'initial',
): TrainingInputs {
  const [rates] = inputs.rates ?? [];
  return {
    data: artifactOf(onlyInput(inputs, 'data'), 'train'),
    network: artifactOf(onlyInput(inputs, network), 'network'),
    ...(rates === undefined ? {} : { rates: artifactOf(rates, 'rates') }),
  };
}

export function originOf({ data, network, rates }: TrainingInputs): Origin {
  const { digest, mediaType, description } = data;
  return {
    data: digestOfJson('samebits/data/1', { digest, mediaType, description }),
    network: network.digest,
    ...(rates === undefined ? {} : { rates: rates.digest }),
  };
}

/** Throws BadInput where a training began with something else than these inputs. */
export function checkOrigin(course: Origin, inputs: Origin): void {
  const different = (['data', 'network', 'rates'] as const).find((part) => course[part] !== inputs[part]);
  if (different === undefined) return;
  throw new BadInput({
    place: `input ${different === 'network' ? 'initial' : different}`,
    rule: 'is not what the training began with.',
    remedy: 'Name the stages that the training itself names as its inputs.',
  });
}

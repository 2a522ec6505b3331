import { streamMediaType } from '../../src/data/examples.js';
import type { KnownInputs, Mistake } from '../../src/stage/contract.js';

/** All of a stream without end cannot be trained on. What a stream's description says is known before it is made. */
export function withoutEnd(inputs: KnownInputs): readonly Mistake[] {
  const train = inputs.data?.[0]?.artifacts.train;
  if (train?.mediaType !== streamMediaType || train.description.count !== undefined) return [];
  return [
    {
      at: { input: 'data' },
      rule: 'has training examples without end, and a machine is trained on a fixed set.',
      remedy: 'Give the stage shapeset a number, such as "train": 10000.',
    },
  ];
}

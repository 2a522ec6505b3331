import type { Column } from '../../src/artifact/table.js';
import { numbers, text } from '../../src/statistics/columns.js';
import { decoders } from './decoder.js';

export const courseColumns: readonly Column[] = [
  ...numbers({
    layer: 'hidden layer',
    update: 'updates of this layer',
    examples: 'training examples seen in all',
    cost: 'mean reconstruction cost of an example since the row before (NaN at update 0): cross-entropy (nats) where the decoder is a sigmoid, else ½ squared error',
  }),
  text('decoder', "what makes reconstructions of the decoder's pre-activations", decoders),
  text('digest', "SHA-256 of the state: the network and the decoder's biases as safetensors"),
];

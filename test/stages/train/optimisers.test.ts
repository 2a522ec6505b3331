import test from 'ava';
import { decodeTensors } from '../../../src/artifact/tensors.js';
import { decodeParameters, encodeParameters } from '../../../src/engine/parameters.js';
import { BadInput } from '../../../src/stage/problem.js';
import { testChain } from '../../training/chain.js';
import { artifact, smallRates } from '../../training/small.js';
import { outputOf } from '../in-memory.js';
import { resumes } from './resuming.js';
import { diverging, type Parameters, stored, train } from './trainings.js';

resumes('momentum', { optimiser: 'momentum', learningRate: 0.02 });
resumes("Nesterov's momentum", { optimiser: { name: 'momentum', nesterov: true }, learningRate: 0.02 });
resumes('Adam', { optimiser: 'adam', learningRate: 0.01 });

test('what an optimiser keeps lies beside the parameters in the network, and a training that begins with it begins anew', async (t) => {
  const momentum = { optimiser: 'momentum', learningRate: 0.02 } as const;
  const ran = await train(momentum);
  const { bytes, description } = outputOf(ran, 'network');
  const names = Object.keys(decodeTensors(bytes));
  t.is(names.length, 4 * 3);
  t.true(names.includes('layer3.weights.velocity') && names.includes('layer1.bias.velocity'));
  t.like(outputOf(ran, 'trajectory').description, { optimiser: 'momentum' });
  const { layers, parameters } = decodeParameters(bytes);
  const alone = artifact(encodeParameters(parameters, layers), description);
  for (const more of [{}, momentum]) {
    const [withSlots, without] = [
      await train(more, { network: artifact(bytes, description) }),
      await train(more, { network: alone }),
    ];
    t.deepEqual(outputOf(withSlots, 'network'), outputOf(without, 'network'));
    t.deepEqual(outputOf(withSlots, 'trajectory').bytes, outputOf(without, 'trajectory').bytes);
  }
});

test('a diverged training with momentum that is resumed ends the same', async (t) => {
  const momentum: Parameters = { optimiser: 'momentum', order: 'sequential' };
  const straight = stored(await train(momentum, diverging));
  const chain = testChain();
  await t.throwsAsync(train(momentum, { ...diverging, chain, abortAt: 5 }));
  t.deepEqual(stored(await train(momentum, { ...diverging, chain })), straight);
});

test('rates beside another optimiser are bad input', async (t) => {
  const error = await t.throwsAsync(train({ optimiser: 'adam' }, { rates: smallRates(() => 1) }), {
    instanceOf: BadInput,
  });
  t.regex(error.message, /input rates {2}are for plain gradient descent/);
});

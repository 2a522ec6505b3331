import test from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import { activations, costs } from '../../../src/engine/engine.js';
import { bytesOf, parameterBytes, part } from '../compare.js';
import { exampleCase } from '../examples.js';
import { networkOf, sgd } from './networks.js';

// What every machine, every number of lanes and threads must give after 50 updates: all weights, then all biases.
const pinned = {
  sigmoid: '408f63be1032a9b620dcb477f9812e4569a899599ed2eef7e1a4be6262b3e197',
  tanh: '3ad8c091d2f3bc39db0f39ac268ce50c521ccfe16050d9d49efdf84f14600fe1',
  softsign: 'be71eed1f07437ed8700f4b7523522aed1bfa589fd0c64186e2f505c86b883d1',
  linear: 'a80f2315759c198cbc7f6457f6d1ee25d7ebfced5d469091c4fd629da9b1d62f',
  relu: 'd628c28830616119db218dd4eda0d4486eaa8b2a8aba16551df9bcf022ceb3f4',
  leakyRelu: 'd07d5a2f8d803180f8b314428b5acc2b20d65788a3e1726d6a4317855536f4cb',
  elu: '153b48fb9ca90105fad8b5858e7efc5cefe8e1e94c8e4366b2aae33e60f722ce',
  selu: '6b9f0226ec0b87fcc632cd1cb15c92aed79973ffe15d9f1703aa38674fad11d3',
  gelu: '7eba1a0a8a0311125d77812db952012f382184336e4c1158f321981e2220540b',
  silu: '37e2a3e26f533ea01587ab5163bf2ff6cd89fddf17435bfd6be99bbce47b9dcd',
  softplus: '174a0231b06ec72d732f115e19833a15ad471a114969e2a8f115af1ae729c4d7',
  hardTanh: 'f55c0eb8ef431ef3a54b94dde24bd43f31a4ea80eb2674a3ab5a5493c1ff4251',
  scaledTanh: 'ac2ea8ceefb7dd7ac3794bd211681037b634473a9fc3716f0ff62ce6ce1c2701',
} as const;

for (const activation of activations)
  test(`50 updates give the pinned bytes: ${activation}`, (t) => {
    const example = exampleCase(activation, [37, 53, 1024, 29, 9], 50 * 11);
    const network = networkOf(example);
    t.is(network.train(example.inputs, example.labels, 11, sgd(0.05)).updates, 50);
    const digest: string = digestOf(parameterBytes(network.parameters()));
    t.is(digest, pinned[activation]);
  });

// Of the same network, 25 updates by one rate and 25 by the absolute values of the weights and biases, then measured.
const pinnedMeasures = {
  crossEntropy: {
    parameters: 'b4f608a1f63faad761e060b0817888dc9251a2a69929f27c6970dde876781a89',
    slopes: '614b2eda83a6c08d176aefa8353c3149f570617e9c86dadc129db09955a588ac',
    curvature: '5c09329ccc90d7ce12c848a1b3b9e5c2aeeb9e2b162d07ea0556e4006964d61f',
    variance: 'e6ef0ba07d0e1dd88c9ff18fbfffb9b5388ba5cc8767ace9fdf6a1f218b9dd59',
  },
  quadratic: {
    parameters: '197b4bdfc277a0e9eada167ba46f37fb7727dd5fd1eb2f045ab60c8a214ea154',
    slopes: '794883d31098d2b982df0282e783c81c54fbc6154bedc27adb77a39108eff2a0',
    curvature: 'cf869dd46f8e529290efc8bb52d9a8b1718d72da88a9b2c77fd359040f041c1f',
    variance: 'cec47b24c07191d5a57282b8746a6dbe70e6440db5b3e5cc27730e484f23bf81',
  },
} as const;

for (const cost of costs)
  test(`the measures of a network trained by a rate for each parameter are the pinned bytes: ${cost}`, (t) => {
    const example = exampleCase('gelu', [37, 53, 1024, 29, 9], 50 * 11, cost);
    const network = networkOf(example);
    const { weights, biases } = example.parameters;
    const rate = { weights: weights.map((w) => w.map(Math.abs)), biases: biases.map((b) => b.map(Math.abs)) };
    network.train(...part(example, 0, 25 * 11), 11, sgd(0.05));
    network.train(...part(example, 25 * 11, 50 * 11), 11, sgd(rate));
    const { slopes } = network.forward(...part(example, 0, 30));
    const curvature = network.curvature(...part(example, 0, 30));
    const measures = {
      parameters: parameterBytes(network.parameters()),
      slopes: bytesOf(...slopes),
      curvature: bytesOf(...curvature.weights.map((make) => make().slice()), ...curvature.biases),
      variance: parameterBytes(network.gradientVariance(example.inputs, example.labels, 11)),
    };
    for (const of of ['parameters', 'slopes', 'curvature', 'variance'] as const) {
      const digest: string = digestOf(measures[of]);
      t.is(digest, pinnedMeasures[cost][of], of);
    }
  });

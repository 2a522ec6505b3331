import test from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import { decodeParameters } from '../../../src/engine/parameters.js';
import { declaration } from '../../../stages/initialise/declaration.js';
import { run } from '../../../stages/initialise/run.js';
import { outputOf, runStage } from '../in-memory.js';

const layers = [300, 200, 400, 9];

async function network(scheme: 'standard' | 'normalised', seed = 1) {
  const written = outputOf(
    await runStage(declaration, run, { parameters: { layers, scheme, seed } }),
    'network',
  );
  return { ...written, ...decodeParameters(written.bytes) };
}

const bounds = {
  standard: (fanIn: number) => 1 / Math.sqrt(fanIn),
  normalised: (fanIn: number, fanOut: number) => Math.sqrt(6 / (fanIn + fanOut)),
};

for (const scheme of ['standard', 'normalised'] as const) {
  test(`${scheme}: weights keep to the bound and reach for it, with the variance of theory`, async (t) => {
    const { parameters } = await network(scheme);
    for (const [layer, weights] of parameters.weights.entries()) {
      const bound = bounds[scheme](layers[layer] ?? 0, layers[layer + 1] ?? 0);
      const greatest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
      t.true(greatest <= Math.fround(bound) && greatest > 0.99 * bound);
      const variance = weights.reduce((sum, weight) => sum + weight * weight, 0) / weights.length;
      // The relative sd of the mean square of n uniform numbers is √(4/5n).
      const tolerance = 4 * Math.sqrt(0.8 / weights.length);
      t.true(Math.abs(variance / (bound ** 2 / 3) - 1) < tolerance, `layer ${layer}: ${variance}`);
    }
  });
}

test('biases are 0, and the layers are those asked for', async (t) => {
  const { parameters, layers: found, description } = await network('standard');
  t.deepEqual(found, layers);
  t.true(parameters.biases.every((bias) => bias.every((value) => value === 0)));
  t.deepEqual([description.layers, description.scheme], [layers, 'standard']);
});

test('the schemes share their draws: they differ by a factor per layer', async (t) => {
  const [standard, normalised] = [await network('standard'), await network('normalised')];
  for (const [layer, weights] of standard.parameters.weights.entries()) {
    const [fanIn, fanOut] = [layers[layer] ?? 0, layers[layer + 1] ?? 0];
    const factor = bounds.normalised(fanIn, fanOut) / bounds.standard(fanIn);
    const others = normalised.parameters.weights[layer] ?? new Float32Array();
    t.true(weights.every((weight, index) => Math.abs(weight * factor - (others[index] ?? 0)) < 1e-7));
  }
});

test('layers and seeds have weights of their own', async (t) => {
  const [one, two] = [await network('standard', 1), await network('standard', 2)];
  const drawn = [...one.parameters.weights, ...two.parameters.weights].map((weights, index) => {
    const bound = bounds.standard(layers[index % 3] ?? 0);
    return Array.from(weights.subarray(0, 4), (weight) => (weight / bound).toFixed(4)).join();
  });
  t.is(new Set(drawn).size, 6);
});

test('the bytes are pinned', async (t) => {
  t.is(
    String(digestOf((await network('standard')).bytes)),
    '6a0c50e4a7d8fdb35ceee6e8bc1bb5b9b89a5176778f2a5959ccf6650b968747',
  );
  t.is(
    String(digestOf((await network('normalised')).bytes)),
    '22ff75da4bb01985cea8a464c9adfc0c6ef552a920d7cd5deddfb65156712613',
  );
});

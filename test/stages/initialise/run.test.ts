import test from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import type { Json } from '../../../src/artifact/json.js';
import { decodeParameters } from '../../../src/engine/parameters.js';
import { declaration } from '../../../stages/initialise/declaration.js';
import { run } from '../../../stages/initialise/run.js';
import type { SchemeParameter } from '../../../stages/initialise/scheme.js';
import { check } from '../../../src/plan/check.js';
import { located } from '../../../src/plan/located.js';
import { BadInput } from '../../../src/stage/problem.js';
import { kolmogorovSmirnov, moment, normalCdf } from '../../random/distribution.js';
import { outputOf, runStage } from '../in-memory.js';

const layers = [300, 200, 400, 9];
const wording = { prefix: 'network.with', unknown: () => 'is not a parameter' };

async function network(scheme: SchemeParameter, seed = 1) {
  const written = outputOf(
    await runStage(declaration, run, { parameters: { layers, scheme, seed } }),
    'network',
  );
  return { ...written, ...decodeParameters(written.bytes) };
}

/** Each layer's weights with its number of inputs and outputs. */
async function layersOf(scheme: SchemeParameter) {
  const { parameters } = await network(scheme);
  return parameters.weights.map((weights, index) => ({
    weights,
    fanIn: layers[index] ?? NaN,
    fanOut: layers[index + 1] ?? NaN,
  }));
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

type Deviation = (fanIn: number, fanOut: number) => number;

const normalSchemes: readonly (readonly [SchemeParameter, Deviation])[] = [
  ['glorotNormal', (fanIn, fanOut) => Math.sqrt(2 / (fanIn + fanOut))],
  ['lecun', (fanIn) => Math.sqrt(1 / fanIn)],
  ['he', (fanIn) => Math.sqrt(2 / fanIn)],
  [{ name: 'he', gain: 3 }, (fanIn) => 3 / Math.sqrt(fanIn)],
];

for (const [scheme, deviation] of normalSchemes)
  test(`${JSON.stringify(scheme)}: weights are normal, with the variance of theory`, async (t) => {
    for (const { weights, fanIn, fanOut } of await layersOf(scheme)) {
      const sd = deviation(fanIn, fanOut);
      t.true(kolmogorovSmirnov(weights, (weight) => normalCdf(weight / sd)) < 1.95);
      t.true(Math.abs(moment(weights, 2) / sd ** 2 - 1) < 4 * Math.sqrt(2 / weights.length));
    }
  });

test('he, uniform: weights are uniform with the same variance', async (t) => {
  for (const { weights, fanIn } of await layersOf({ name: 'he', distribution: 'uniform', gain: 1.5 })) {
    const bound = 1.5 * Math.sqrt(3 / fanIn);
    t.true(kolmogorovSmirnov(weights, (weight) => (weight / bound + 1) / 2) < 1.95);
  }
});

test('truncatedNormal: sd is that of the weights, none of which is beyond the cut', async (t) => {
  for (const sd of [undefined, 0.25])
    for (const { weights, fanIn } of await layersOf({
      name: 'truncatedNormal',
      ...(sd === undefined ? {} : { sd }),
    })) {
      const asked = sd ?? 1 / Math.sqrt(fanIn);
      t.true(Math.abs(moment(weights, 2) / asked ** 2 - 1) < 6 / Math.sqrt(weights.length));
      t.true(weights.every((weight) => Math.abs(weight) < (2.0001 * asked) / 0.8796));
    }
});

test('orthogonal: rows or columns, whichever are fewer, are orthonormal but for the gain', async (t) => {
  for (const { weights, fanIn, fanOut } of await layersOf({ name: 'orthogonal', gain: 2 })) {
    const tall = fanIn >= fanOut;
    const at = (vector: number, element: number) =>
      weights[tall ? element * fanOut + vector : vector * fanOut + element] ?? NaN;
    const [vectors, elements] = tall ? [fanOut, fanIn] : [fanIn, fanOut];
    for (let a = 0; a < vectors; a += 7)
      for (let b = a; b < vectors; b++) {
        let sum = 0;
        for (let element = 0; element < elements; element++) sum += at(a, element) * at(b, element);
        t.true(Math.abs(sum / 4 - (a === b ? 1 : 0)) < 1e-6);
      }
  }
});

test('sparse: each unit has as many inputs as asked, not the same ones, and normal weights', async (t) => {
  for (const [scheme, count, sd] of [
    ['sparse', 15, 1],
    [{ name: 'sparse', connections: 40, sd: 0.5 }, 40, 0.5],
  ] as const)
    for (const { weights, fanOut } of await layersOf(scheme)) {
      const inputs = Array.from({ length: fanOut }, (_, unit) =>
        [...weights.keys()].filter((index) => index % fanOut === unit && weights[index] !== 0),
      );
      t.true(inputs.every((chosen) => chosen.length === count));
      t.is(new Set(inputs.map((chosen) => chosen.map((i) => Math.floor(i / fanOut)).join())).size, fanOut);
      const connected = weights.filter((weight) => weight !== 0);
      t.true(kolmogorovSmirnov(connected, (weight) => normalCdf(weight / sd)) < 1.95);
    }
});

test('sparse: a layer with fewer inputs than connections is bad input that names the layer', async (t) => {
  const error = await t.throwsAsync(network({ name: 'sparse', connections: 250 }), { instanceOf: BadInput });
  t.regex(error.message, /250 inputs, but layer 2 has only 200\..*"connections": 200/);
});

test('identity: gain on the diagonal and nothing else, in matrices that are not square too', async (t) => {
  for (const { weights, fanOut } of await layersOf({ name: 'identity', gain: 0.5 }))
    t.true(
      weights.every((weight, index) => weight === (Math.floor(index / fanOut) === index % fanOut ? 0.5 : 0)),
    );
});

test('a scheme in words is the scheme with the options of its source', async (t) => {
  const same: readonly (readonly [SchemeParameter, SchemeParameter])[] = [
    ['he', { name: 'he', gain: Math.SQRT2, distribution: 'normal' }],
    ['orthogonal', { name: 'orthogonal', gain: 1 }],
    ['sparse', { name: 'sparse', connections: 15, sd: 1 }],
    ['identity', { name: 'identity', gain: 1 }],
  ];
  for (const [words, options] of same)
    t.deepEqual((await network(words)).bytes, (await network(options)).bytes);
});

test('an option that a scheme has no use for is refused', (t) => {
  const accepts = (scheme: Json) => check(declaration.parameters, located({ scheme }, ''), wording).problems;
  for (const scheme of [
    { name: 'lecun', gain: 2 },
    { name: 'orthogonal', sd: 1 },
    { name: 'he', connections: 3 },
    { name: 'sparse', gain: 1 },
    { name: 'truncatedNormal', distribution: 'normal' },
  ])
    t.is(accepts(scheme).length, 1, scheme.name);
  for (const scheme of ['lecun', { name: 'he', gain: 1 }, { name: 'sparse', connections: 3 }])
    t.deepEqual(accepts(scheme), []);
});

test('progress is told layer by layer', async (t) => {
  const { progress } = await runStage(declaration, run, { parameters: { layers: [4, 3, 2] } });
  t.deepEqual(
    progress.map(({ done, total }) => [done, total]),
    [
      [12, 18],
      [18, 18],
    ],
  );
});

test('a run that is asked to stop does so after the layer', async (t) => {
  const abort = new AbortController();
  const stopping: typeof run = (context) =>
    run({
      ...context,
      progress: (progress) => {
        context.progress(progress);
        abort.abort(new Error('stopped'));
      },
    });
  const setting = { parameters: { layers: [4, 3, 2] }, signal: abort.signal };
  await t.throwsAsync(runStage(declaration, stopping, setting), { message: 'stopped' });
});

test('the bytes are pinned', async (t) => {
  const schemes: readonly SchemeParameter[] = [
    ...(['standard', 'normalised', 'glorotNormal', 'lecun', 'he', 'orthogonal'] as const),
    ...(['truncatedNormal', 'sparse', 'identity'] as const),
    { name: 'he', distribution: 'uniform' },
  ];
  const digests = await Promise.all(
    schemes.map(async (each) => String(digestOf((await network(each)).bytes))),
  );
  t.deepEqual(digests, [
    '6a0c50e4a7d8fdb35ceee6e8bc1bb5b9b89a5176778f2a5959ccf6650b968747',
    '22ff75da4bb01985cea8a464c9adfc0c6ef552a920d7cd5deddfb65156712613',
    'e139111a004496ea00101fd9ec47277ba1b60edc3c51ccadfb14c15ac7b95d7a',
    '5a9a137a82b45a9576dd2f4fb6dc9cfda71d51516467389c4d8ef4f0e2c76c28',
    '4e4e5226de775a1bca5792b580f6ec344dc5127a8fb22d978ff210983044aef2',
    '87672fdc8f9161d0ff3832bc3928391786f610b57ab48ed327857e7f81a286c5',
    '33868785492e84900f80fbfd036c2bcb145d8d616204e471c747e1b13b322d98',
    '9df2f8821f236de3ff52e5040e8393033fbcf2fb7eb854db15289e03cf42479d',
    '588cc9363c92bad8b69f087bb35503be50d25f1bee3afcd971c9df685dca5c1b',
    '00f9c29027fd8dcbdb59380f44712196674fc5144134dbbb2f1dc740200f9427',
  ]);
});

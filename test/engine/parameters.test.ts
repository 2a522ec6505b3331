import test from 'ava';
import fc from 'fast-check';
import { decodeTensors, encodeTensors } from '../../src/artifact/tensors.js';
import type { Parameters } from '../../src/engine/engine.js';
import {
  connectionsOf,
  decodeParameters,
  decodeSlots,
  encodeParameters,
  zeroParameters,
} from '../../src/engine/parameters.js';

/** Parameters that all differ. */
function parametersOf(layers: readonly number[]): Parameters {
  let next = 0;
  const numbered = (length: number) => Float32Array.from({ length }, () => (next += 1));
  const connections = connectionsOf(layers);
  return {
    weights: connections.map(({ fanIn, fanOut }) => numbered(fanIn * fanOut)),
    biases: connections.map(({ fanOut }) => numbered(fanOut)),
  };
}

test('what was encoded is decoded, layer for layer', (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 14 }), (layers) => {
      const parameters = parametersOf(layers);
      t.deepEqual(decodeParameters(encodeParameters(parameters, layers)), { layers, parameters });
    }),
  );
});

test('slots lie beside what they are of, and a network is read without them', (t) => {
  const layers = [3, 4, 2];
  const [parameters, m, v] = [parametersOf(layers), parametersOf(layers), zeroParameters({ layers })];
  const bytes = encodeParameters(parameters, layers, { m, v });
  t.deepEqual(decodeParameters(bytes), { layers, parameters });
  t.deepEqual(decodeSlots(bytes, ['v', 'm']), [v, m]);
  t.deepEqual(decodeTensors(bytes)['layer2.weights.m']?.shape, [4, 2]);
  t.throws(() => decodeSlots(encodeParameters(parameters, layers), ['m']), { instanceOf: RangeError });
});

test('tensors are named so that their sorted order is the layers’', (t) => {
  const layers = Array.from({ length: 12 }, () => 1);
  const names = Object.keys(decodeTensors(encodeParameters(parametersOf(layers), layers))).sort();
  t.deepEqual(names.slice(0, 4), ['layer01.bias', 'layer01.weights', 'layer02.bias', 'layer02.weights']);
  t.is(names.at(-1), 'layer11.weights');
});

test('weights are [in][out], biases [out]', (t) => {
  const tensors = decodeTensors(encodeParameters(parametersOf([3, 2]), [3, 2]));
  t.deepEqual(tensors['layer1.weights']?.shape, [3, 2]);
  t.deepEqual(tensors['layer1.bias']?.shape, [2]);
});

test('parameters that are not the layers’ are refused', (t) => {
  t.throws(() => encodeParameters(parametersOf([3, 2]), [3, 4]), { instanceOf: RangeError });
  t.throws(() => encodeParameters(parametersOf([3, 2]), [3, 2, 2]), { instanceOf: RangeError });
});

test('a file whose layers do not fit each other is refused', (t) => {
  const tensors = decodeTensors(encodeParameters(parametersOf([3, 2, 2]), [3, 2, 2]));
  const other = decodeTensors(encodeParameters(parametersOf([3, 3]), [3, 3]));
  t.throws(() => decodeParameters(encodeTensors({ ...tensors, ...other })), { instanceOf: RangeError });
});

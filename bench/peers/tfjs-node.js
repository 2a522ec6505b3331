import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

/**
 * TensorFlow.js on TensorFlow's own library.   tfjs-node.js NUMBERS by-hand|minimize
 * by-hand computes the gradients itself, which is the fastest way found; minimize is what a user writes. The numbers and the
 * conversation are those of protocol.py.
 */

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs-node');
const [file, way] = process.argv.slice(2);
const batch = 10;
const rate = 0.01;

const tensors = readTensors(readFileSync(file));
const depth = [...tensors.keys()].filter((name) => name.endsWith('.weights')).length;
const parameters = (kind) =>
  Array.from({ length: depth }, (_, l) => tf.variable(tensors.get(`layer${l + 1}.${kind}`)));
const [weights, biases] = [parameters('weights'), parameters('bias')];
const [classes] = biases.at(-1).shape;
const minibatches = [];
for (let first = 0; first < tensors.get('inputs').shape[0]; first += batch) {
  const labels = tensors.get('labels').slice(first, batch);
  minibatches.push([tensors.get('inputs').slice(first, batch), tf.oneHot(labels, classes).toFloat()]);
}

/** Activations of every layer, the input first, and the logits. */
function forward(inputs) {
  const activations = [inputs];
  for (let l = 0; l < depth - 1; l++)
    activations.push(tf.tanh(tf.add(tf.matMul(activations[l], weights[l]), biases[l])));
  return {
    activations,
    logits: tf.add(tf.matMul(activations[depth - 1], weights[depth - 1]), biases[depth - 1]),
  };
}

const meanCost = (inputs, targets) => tf.losses.softmaxCrossEntropy(targets, forward(inputs).logits);

function byHand(inputs, targets) {
  const { activations, logits } = forward(inputs);
  let delta = tf.div(tf.sub(tf.softmax(logits), targets), batch);
  for (let l = depth - 1; l >= 0; l--) {
    const slope = l > 0 ? tf.sub(1, tf.square(activations[l])) : undefined;
    const below = l > 0 ? tf.mul(tf.matMul(delta, weights[l], false, true), slope) : undefined;
    weights[l].assign(tf.sub(weights[l], tf.mul(tf.matMul(activations[l], delta, true, false), rate)));
    biases[l].assign(tf.sub(biases[l], tf.mul(tf.sum(delta, 0), rate)));
    delta = below;
  }
}

const optimiser = tf.train.sgd(rate);
const minimise = (inputs, targets) =>
  optimiser.minimize(() => meanCost(inputs, targets), false, [...weights, ...biases]);

const update = way === 'minimize' ? minimise : byHand;
let position = 0;

function train(count) {
  const start = performance.now();
  for (let n = 0; n < count; n++) tf.tidy(() => void update(...minibatches[position++ % minibatches.length]));
  weights[0].slice([0, 0], [1, 1]).dataSync();
  return performance.now() - start;
}

function check() {
  train(minibatches.length);
  const costs = minibatches.map((minibatch) => tf.tidy(() => meanCost(...minibatch).dataSync()[0]));
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

/** Every tensor of a safetensors file, by name. */
function readTensors(bytes) {
  const length = Number(bytes.readBigUInt64LE(0));
  const found = new Map();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(
    JSON.parse(bytes.subarray(8, 8 + length)),
  )) {
    const part = new Uint8Array(bytes.subarray(8 + length + data_offsets[0], 8 + length + data_offsets[1]));
    found.set(
      name,
      dtype === 'F32'
        ? tf.tensor(new Float32Array(part.buffer), shape)
        : tf.tensor(Int32Array.from(part), shape, 'int32'),
    );
  }
  return found;
}

console.log(JSON.stringify({ version: `tfjs-node ${tf.version['tfjs-node']}` }));
for await (const line of createInterface({ input: process.stdin })) {
  const [command, count] = line.split(' ');
  console.log(
    JSON.stringify(command === 'check' ? { cost: check() } : { milliseconds: train(Number(count)) }),
  );
}

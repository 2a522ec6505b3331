import { Draws } from '../../src/random/draws.js';
import { fillNormal, fillTruncatedNormal } from '../../src/random/normal.js';
import { orthonormalColumns } from '../../src/random/orthogonal.js';
import { subset } from '../../src/random/subset.js';
import { fillUniform } from '../../src/random/uniform.js';
import { BadInput } from '../../src/stage/problem.js';
import type { Scheme } from './scheme.js';

/** Whose weights are drawn: layer `index`, counted from 0. */
export interface Layer {
  readonly seed: number;
  readonly index: number;
  readonly fanIn: number;
  readonly fanOut: number;
}

/** A layer's weights, [fanIn][fanOut]. Throws BadInput where the scheme asks for more inputs than the layer has. */
export function weightsOf(scheme: Scheme, layer: Layer): Float32Array {
  const { fanIn, fanOut } = layer;
  switch (scheme.name) {
    case 'standard':
      return uniform(layer, 1 / Math.sqrt(fanIn));
    case 'normalised':
      return uniform(layer, Math.sqrt(6) / Math.sqrt(fanIn + fanOut));
    case 'glorotNormal':
      return normal(layer, Math.sqrt(2) / Math.sqrt(fanIn + fanOut));
    case 'lecun':
      return normal(layer, 1 / Math.sqrt(fanIn));
    case 'he':
      return he(layer, scheme);
    case 'orthogonal':
      return orthogonal(layer, scheme);
    case 'truncatedNormal':
      return truncatedNormal(layer, scheme);
    case 'sparse':
      return sparse(layer, scheme);
    case 'identity':
      return identity(layer, scheme);
  }
}

function uniform({ seed, index, fanIn, fanOut }: Layer, bound: number): Float32Array {
  const weights = new Float32Array(fanIn * fanOut);
  fillUniform(weights, seed, 'weights', index, -bound, bound);
  return weights;
}

function normal({ seed, index, fanIn, fanOut }: Layer, sd: number): Float32Array {
  const weights = new Float32Array(fanIn * fanOut);
  fillNormal(weights, seed, 'weights', index, sd);
  return weights;
}

/** A uniform distribution in ±b has the variance b²/3. */
function he(layer: Layer, { gain = Math.sqrt(2), distribution = 'normal' }: Scheme): Float32Array {
  const sd = gain / Math.sqrt(layer.fanIn);
  return distribution === 'normal' ? normal(layer, sd) : uniform(layer, Math.sqrt(3) * sd);
}

function truncatedNormal(
  { seed, index, fanIn, fanOut }: Layer,
  { sd = 1 / Math.sqrt(fanIn) }: Scheme,
): Float32Array {
  const weights = new Float32Array(fanIn * fanOut);
  fillTruncatedNormal(weights, seed, 'weights', index, sd);
  return weights;
}

function orthogonal({ seed, index, fanIn, fanOut }: Layer, { gain = 1 }: Scheme): Float32Array {
  const [more, fewer] = [Math.max(fanIn, fanOut), Math.min(fanIn, fanOut)];
  const tall = orthonormalColumns(seed, 'weights', index, more, fewer);
  if (fanIn >= fanOut) return Float32Array.from(tall, (value) => gain * value);
  return Float32Array.from({ length: fanIn * fanOut }, (_, weight) => {
    const [row, column] = [Math.floor(weight / fanOut), weight % fanOut];
    return gain * (tall[column * fewer + row] ?? 0);
  });
}

/** The weight of a connection is the draw that it is in a full matrix. */
function sparse({ seed, index, fanIn, fanOut }: Layer, { connections = 15, sd = 1 }: Scheme): Float32Array {
  if (connections > fanIn) throw tooFew(connections, index, fanIn);
  const weights = new Float32Array(fanIn * fanOut);
  for (let unit = 0; unit < fanOut; unit++)
    for (const input of subset(new Draws(seed, 'connections', index * 2 ** 32 + unit), connections, fanIn)) {
      const weight = input * fanOut + unit;
      fillNormal(weights.subarray(weight, weight + 1), seed, 'weights', index, sd, weight);
    }
  return weights;
}

function tooFew(connections: number, index: number, fanIn: number): BadInput {
  return new BadInput({
    place: 'scheme',
    rule: `connects each unit to ${connections} inputs, but layer ${index + 1} has only ${fanIn}.`,
    remedy: `Say {"name": "sparse", "connections": ${fanIn}} or fewer.`,
  });
}

function identity({ fanIn, fanOut }: Layer, { gain = 1 }: Scheme): Float32Array {
  const weights = new Float32Array(fanIn * fanOut);
  for (let unit = 0; unit < Math.min(fanIn, fanOut); unit++) weights[unit * fanOut + unit] = gain;
  return weights;
}

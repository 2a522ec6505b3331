import { Draws } from '../../src/random/draws.js';
import { fillFrom, normal, truncatedNormal, type Distribution } from '../../src/random/normal.js';
import { orthonormalColumns } from '../../src/random/orthogonal.js';
import { subset } from '../../src/random/subset.js';
import { fillUniform } from '../../src/random/uniform.js';
import type { Scheme } from './scheme.js';

/** Whose weights are drawn: layer `index`, counted from 0. */
export interface Layer {
  readonly seed: number;
  readonly index: number;
  readonly fanIn: number;
  readonly fanOut: number;
}

/** A layer's weights, [fanIn][fanOut]. A sparse scheme must not ask for more inputs than the layer has. */
export function weightsOf(scheme: Scheme, layer: Layer): Float32Array {
  const { fanIn, fanOut } = layer;
  switch (scheme.name) {
    case 'standard':
      return uniform(layer, 1 / Math.sqrt(fanIn));
    case 'normalised':
      return uniform(layer, Math.sqrt(6) / Math.sqrt(fanIn + fanOut));
    case 'glorotNormal':
      return drawn(layer, normal(Math.sqrt(2) / Math.sqrt(fanIn + fanOut)));
    case 'lecun':
      return drawn(layer, normal(1 / Math.sqrt(fanIn)));
    case 'he':
      return he(layer, scheme.gain, scheme.distribution);
    case 'orthogonal':
      return orthogonal(layer, scheme.gain);
    case 'truncatedNormal':
      return drawn(layer, truncatedNormal(scheme.sd ?? 1 / Math.sqrt(fanIn)));
    case 'sparse':
      return sparse(layer, scheme.connections, normal(scheme.sd));
    case 'identity':
      return identity(layer, scheme.gain);
  }
}

function uniform({ seed, index, fanIn, fanOut }: Layer, bound: number): Float32Array {
  const weights = new Float32Array(fanIn * fanOut);
  fillUniform(weights, seed, 'weights', index, -bound, bound);
  return weights;
}

function drawn({ seed, index, fanIn, fanOut }: Layer, distribution: Distribution): Float32Array {
  const weights = new Float32Array(fanIn * fanOut);
  fillFrom(distribution, weights, seed, 'weights', index);
  return weights;
}

/** A uniform distribution in ±b has the variance b²/3. */
function he(layer: Layer, gain: number, distribution: 'normal' | 'uniform'): Float32Array {
  const sd = gain / Math.sqrt(layer.fanIn);
  return distribution === 'normal' ? drawn(layer, normal(sd)) : uniform(layer, Math.sqrt(3) * sd);
}

function orthogonal({ seed, index, fanIn, fanOut }: Layer, gain: number): Float32Array {
  const [more, fewer] = [Math.max(fanIn, fanOut), Math.min(fanIn, fanOut)];
  const tall = orthonormalColumns(seed, 'weights', index, more, fewer);
  if (fanIn >= fanOut) return Float32Array.from(tall, (value) => gain * value);
  return Float32Array.from({ length: fanIn * fanOut }, (_, weight) => {
    const [row, column] = [Math.floor(weight / fanOut), weight % fanOut];
    return gain * (tall[column * fewer + row] ?? 0);
  });
}

/** The weight of a connection is the draw that it is in a full matrix. */
function sparse(
  { seed, index, fanIn, fanOut }: Layer,
  connections: number,
  distribution: Distribution,
): Float32Array {
  const weights = new Float32Array(fanIn * fanOut);
  for (let unit = 0; unit < fanOut; unit++)
    for (const input of subset(new Draws(seed, 'connections', index * 2 ** 32 + unit), connections, fanIn)) {
      const weight = input * fanOut + unit;
      fillFrom(distribution, weights.subarray(weight, weight + 1), seed, 'weights', index, weight);
    }
  return weights;
}

function identity({ fanIn, fanOut }: Layer, gain: number): Float32Array {
  const weights = new Float32Array(fanIn * fanOut);
  for (let unit = 0; unit < Math.min(fanIn, fanOut); unit++) weights[unit * fanOut + unit] = gain;
  return weights;
}

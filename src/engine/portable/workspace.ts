import type { Architecture, Normalisation, Parameters } from '../engine.js';
import { activations, costs, normalisations } from '../engine.js';
import { unitsOf } from '../shapes.js';
import { get, type Held, put } from './held.js';
import type { Kernels } from './kernels.js';
import { at, floats } from './memory.js';
import { Team } from './team.js';

/**
 * A network in an instance's memory: what numbers go in and come out, and where they lie. A view is of no use after the
 * next `prepare`, which may move the memory.
 */
export class Workspace {
  readonly kernels: Kernels;
  readonly network: number;
  readonly team: Team;
  readonly #layers: readonly number[];
  #examples = 0;
  /** Members of the team that there is room for. */
  #members = 1;
  /** How often room was made or examples taken: what was computed before is then lost. */
  #taken = 0;
  #gradient = new Float32Array();
  readonly #normalisation: Normalisation | undefined;

  constructor(
    kernels: Kernels,
    { layers, activation, cost, normalisation }: Architecture,
    threads: () => number = () => 1,
  ) {
    this.kernels = kernels;
    this.#layers = layers;
    this.network = this.kernels.create(
      activations.indexOf(activation),
      costs.indexOf(cost),
      unitsOf(layers, 0),
    );
    this.team = new Team(kernels, this.network, threads);
    for (const units of layers.slice(1))
      demand(this.network !== 0 && this.kernels.addLayer(this.network, units) !== 0);
    if (normalisation === undefined) return;
    const kind = normalisations.indexOf(normalisation) + 1;
    demand(this.kernels.needNormalisation(this.network, kind) !== 0);
    this.#normalisation = normalisation;
  }

  /** Makes room for that many examples at a time and for the team's members; what was in the room is lost. */
  prepare(examples: number): void {
    this.#taken += 1;
    this.#members = this.team.members;
    demand(this.kernels.prepare(this.network, examples, this.#members) !== 0);
    this.#examples = examples;
  }

  /** `inputs` [examples][layers[0]] and `labels` [examples], as many as prepared for. */
  take(inputs: Float32Array, labels: Uint8Array): void {
    const { kernels, network } = this;
    this.#taken += 1;
    floats(kernels, kernels.rows(network), inputs.length).set(inputs);
    new Uint8Array(kernels.memory.buffer, at(kernels.labels(network)), labels.length).set(labels);
    kernels.takeInputs(network);
  }

  get costs(): Float64Array {
    return new Float64Array(this.kernels.memory.buffer, at(this.kernels.costs(this.network)), this.#examples);
  }

  get predictions(): Uint8Array {
    return new Uint8Array(
      this.kernels.memory.buffer,
      at(this.kernels.predictions(this.network)),
      this.#examples,
    );
  }

  /** [examples][layers[layer]]: h, for the last layer P. */
  activations(layer: number): Float32Array {
    this.kernels.giveActivations(this.network, layer);
    return this.#rows(layer);
  }

  /** [examples][layers[layer]]: ∂h/∂s of each unit and its own s. After `kernels.slopes`. */
  slopes(layer: number): Float32Array {
    this.kernels.giveSlopes(this.network, layer);
    return this.#rows(layer);
  }

  /** [examples][layers[layer]]: s; ∂C/∂s after `kernels.backward`. */
  preActivations(layer: number): Float32Array {
    this.kernels.givePreActivations(this.network, layer);
    return this.#rows(layer);
  }

  #rows(layer: number): Float32Array {
    const { kernels, network } = this;
    return floats(kernels, kernels.rows(network), this.#examples * unitsOf(this.#layers, layer));
  }

  /**
   * How to get ∂C/∂W (or ∂²C/∂W²) of layer l, [in][out]: after `kernels.divideByExamples(network, l)` and before other examples
   * are taken.
   */
  weightMean(l: number, rows: 'gradientRows' | 'curvatureRows'): () => Float32Array {
    const taken = this.#taken;
    return () => {
      if (taken !== this.#taken) throw new Error('the network was used since these gradients were computed');
      return this.team.together(() => this.#weightMean(l, rows), this.#members);
    };
  }

  #weightMean(l: number, rowsOf: 'gradientRows' | 'curvatureRows'): Float32Array {
    const { kernels, network } = this;
    const [fanIn, fanOut] = [unitsOf(this.#layers, l), unitsOf(this.#layers, l + 1)];
    const mean = this.#room(fanIn * fanOut);
    const block = kernels.blockRows(network);
    for (let row = 0; row < fanIn; row += block) {
      const rows = Math.min(block, fanIn - row);
      const from = kernels[rowsOf](network, l, row, rows);
      for (let r = 0; r < rows; r++)
        mean.set(floats(kernels, from + 4 * r * kernels.stride(network, l), fanOut), (row + r) * fanOut);
    }
    return mean;
  }

  /** Memory for one layer's gradient at a time. */
  #room(length: number): Float32Array {
    if (this.#gradient.length < length) this.#gradient = new Float32Array(length);
    return this.#gradient.subarray(0, length);
  }

  /** ∂C/∂bias (or ∂²C/∂bias²) of layer l, [out]. After `kernels.divideByExamples(network, l)`. */
  biasMean(l: number): Float32Array {
    return floats(
      this.kernels,
      this.kernels.biasGradient(this.network, l),
      unitsOf(this.#layers, l + 1),
    ).slice();
  }

  load(parameters: Parameters): void {
    put(this.held, parameters);
  }

  parameters(into?: Parameters): Parameters {
    return get(this.held, into);
  }

  /** Room for the variance of gradients. Before `prepare`. */
  needVariance(): void {
    demand(this.kernels.needVariance(this.network) !== 0);
  }

  /** Room for an auto-encoder of the layer before the last, of so many examples at a time. Before `prepare`. */
  needAutoencoder(examples: number): void {
    demand(this.kernels.needAutoencoder(this.network, examples) !== 0);
  }

  /** After `kernels.finishVariance`. */
  variance(): Parameters {
    return get({ ...this.held, weights: 'varianceWeights', biases: 'varianceBiases' });
  }

  /** Where the network's parameters are. */
  get held(): Held {
    const { kernels, network } = this;
    const normalisation = this.#normalisation;
    return {
      ...{ kernels, network, layers: this.#layers, weights: 'weights', biases: 'biases' },
      ...{ gains: 'gains', shifts: 'shifts' },
      ...(normalisation === undefined ? {} : { normalisation }),
    };
  }
}

export function demand(memory: boolean): void {
  if (!memory)
    throw new RangeError('the network and its examples do not fit the 4 GiB 32-bit addresses can name');
}

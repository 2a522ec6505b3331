import type { Autoencoder, Code, Learnt, Stack } from '../autoencoder.js';
import { activations } from '../engine.js';
import { checkArchitecture, checkMinibatches, checkParameters, unitsOf } from '../shapes.js';
import { serving, type UsableBuild } from './builds.js';
import { biasRow, type Held, weightRows } from './held.js';
import type { Arithmetic } from './kernels.js';
import { at, floats } from './memory.js';
import { Workspace } from './workspace.js';

/** How it works: on so many examples at a time, with so many cores, by the build that serves the arithmetic. */
export interface AutoencoderSetting {
  readonly batch: number;
  readonly arithmetic: Arithmetic;
  readonly threads: () => number;
  readonly build?: UsableBuild;
}

/** An auto-encoder in the kernels' memory (autoencoder.h). Its errors are RangeErrors for wrong shapes. */
export class PortableAutoencoder implements Autoencoder {
  readonly #workspace: Workspace;
  readonly #layers: readonly number[];
  readonly #batch: number;
  readonly #decoder: number;

  /** The decoder's biases are 0 where they are not given. */
  constructor(
    { layers, activation, decoder, weights, biases }: Stack,
    { batch, arithmetic, threads, build = serving(arithmetic) }: AutoencoderSetting,
    decoderBiases?: Float32Array,
  ) {
    // The kernels' last layer is an output: here one unit that nobody reads, so that the learnt layer is a hidden one.
    const architecture = { layers: [...layers, 1], activation, cost: 'crossEntropy' } as const;
    const units = unitsOf(layers, layers.length - 1);
    const parameters = {
      weights: [...weights, new Float32Array(units)],
      biases: [...biases, new Float32Array(1)],
    };
    checkArchitecture(architecture);
    checkParameters(architecture, parameters);
    checkMinibatches(batch, batch);
    this.#layers = layers;
    this.#batch = batch;
    this.#decoder = activations.indexOf(decoder);
    this.#workspace = new Workspace(build.instantiate(), architecture, threads);
    this.#workspace.needAutoencoder(batch);
    this.#workspace.load(parameters);
    if (decoderBiases !== undefined) this.#decoderBiases.set(decoderBiases);
  }

  learn(inputs: Float32Array, kept: Uint8Array, rate: number): Learnt {
    const [width, units] = [unitsOf(this.#layers, 0) * this.#batch, this.#units * this.#batch];
    checkMinibatches(inputs.length, width);
    if (kept.length * width !== inputs.length * units)
      throw new RangeError(`kept has ${kept.length} numbers instead of ${(inputs.length / width) * units}`);
    const labels = new Uint8Array(this.#batch);
    const costs: number[] = [];
    this.#workspace.team.together(() => {
      this.#workspace.prepare(this.#batch);
      for (let update = 0; update * width < inputs.length; update++) {
        this.#workspace.take(inputs.subarray(update * width, (update + 1) * width), labels);
        const cost = this.#update(kept.subarray(update * units, (update + 1) * units), rate);
        if (cost === undefined) break;
        costs.push(cost);
      }
    });
    return { updates: costs.length, costs: Float64Array.from(costs) };
  }

  /** The cost before it; undefined where the update cannot be done. */
  #update(kept: Uint8Array, rate: number): number | undefined {
    const { kernels, network } = this.#workspace;
    new Uint8Array(kernels.memory.buffer, at(kernels.keptInputs(network)), kept.length).set(kept);
    if (kernels.learnToReconstruct(network, rate, this.#decoder) === 0) return undefined;
    return new Float64Array(kernels.memory.buffer, at(kernels.reconstructionCost(network)), 1)[0];
  }

  code(into: Code = this.#room()): Code {
    weightRows(this.#held, this.#learnt).forEach((row, i) => {
      into.weights.set(row, i * row.length);
    });
    into.biases.set(biasRow(this.#held, this.#learnt));
    into.decoderBiases.set(this.#decoderBiases);
    return into;
  }

  finite(): boolean {
    const { kernels, network } = this.#workspace;
    return kernels.finite(network) !== 0 && this.#decoderBiases.every(Number.isFinite);
  }

  #room(): Code {
    const units = unitsOf(this.#layers, this.#learnt + 1);
    return {
      weights: new Float32Array(this.#units * units),
      biases: new Float32Array(units),
      decoderBiases: new Float32Array(this.#units),
    };
  }

  /** The layer of weights that is learnt. */
  get #learnt(): number {
    return this.#layers.length - 2;
  }

  /** That are reconstructed. */
  get #units(): number {
    return unitsOf(this.#layers, this.#learnt);
  }

  get #decoderBiases(): Float32Array {
    const { kernels, network } = this.#workspace;
    return floats(kernels, kernels.decoderBiases(network), this.#units);
  }

  get #held(): Held {
    const { kernels, network } = this.#workspace;
    return {
      ...{ kernels, network, layers: this.#layers },
      ...{ weights: 'weights', biases: 'biases', gains: 'gains', shifts: 'shifts' },
    };
  }
}

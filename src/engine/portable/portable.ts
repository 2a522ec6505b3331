import type {
  Architecture,
  Curvature,
  Engine,
  Evaluated,
  Forward,
  Gradients,
  Network,
  Parameters,
  Trained,
  UpdateRule,
} from '../engine.js';
import {
  checkArchitecture,
  checkExamples,
  checkMinibatches,
  checkParameters,
  checkRule,
  unitsOf,
} from '../shapes.js';
import { serving, type UsableBuild } from './builds.js';
import type { Arithmetic, Kernels } from './kernels.js';
import { Workspace } from './workspace.js';

/**
 * The same bits on every machine, with any number of threads: kernels.c. `threads` is asked before each piece of work.
 * Throws UnusableKernels where it is told what build to use and cannot; its networks' errors are RangeErrors for wrong shapes.
 */
export function portableEngine(
  arithmetic: Arithmetic,
  threads: () => number,
  { instantiate }: UsableBuild = serving(arithmetic),
): Engine {
  return {
    name: arithmetic === 'portable' ? 'portable' : `portable, ${arithmetic}`,
    create: (architecture, parameters) => new PortableNetwork(instantiate, threads, architecture, parameters),
  };
}

/** Examples in the workspace at a time where the caller's number does not matter: few, so that memory stays small. */
const together = 40;

class PortableNetwork implements Network {
  readonly architecture: Architecture;
  readonly #workspace: Workspace;
  readonly #rooms = new Map<
    string,
    { readonly examples: number; readonly arrays: readonly Float32Array[] }
  >();

  constructor(
    instantiate: () => Kernels,
    threads: () => number,
    architecture: Architecture,
    parameters: Parameters,
  ) {
    checkArchitecture(architecture);
    this.architecture = architecture;
    checkParameters(architecture, parameters);
    this.#workspace = new Workspace(instantiate(), architecture, threads);
    this.#workspace.load(parameters);
  }

  train(inputs: Float32Array, labels: Uint8Array, batch: number, rule: UpdateRule): Trained {
    checkExamples(this.architecture, inputs, labels);
    checkMinibatches(labels.length, batch);
    checkRule(this.architecture, rule);
    const { kernels, network } = this.#workspace;
    const costs: number[] = [];
    const errors: number[] = [];
    const [rate, own] = typeof rule.rate === 'number' ? [rule.rate, 0] : [0, 1];
    if (typeof rule.rate !== 'number') this.#workspace.loadRates(rule.rate);
    this.#workspace.team.together(() => {
      this.#workspace.prepare(batch);
      for (let first = 0; first < labels.length; first += batch) {
        this.#take(inputs, labels, first, batch);
        if (kernels.train(network, rate, own) === 0) break;
        costs.push(this.#workspace.costs.reduce((sum, cost) => sum + cost, 0) / batch);
        errors.push(differences(this.#workspace.predictions, labels.subarray(first, first + batch)));
      }
    });
    return { updates: costs.length, costs: Float64Array.from(costs), errors: Uint32Array.from(errors) };
  }

  forward(inputs: Float32Array, labels: Uint8Array): Forward {
    checkExamples(this.architecture, inputs, labels);
    const forward = this.#emptyForward(labels.length);
    this.#inParts(inputs, labels, (first) => {
      this.#keep(forward, first);
    });
    return forward;
  }

  evaluate(inputs: Float32Array, labels: Uint8Array): Evaluated {
    checkExamples(this.architecture, inputs, labels);
    const evaluated = emptyEvaluated(labels.length);
    this.#inParts(inputs, labels, (first) => {
      evaluated.costs.set(this.#workspace.costs, first);
      evaluated.predictions.set(this.#workspace.predictions, first);
    });
    return evaluated;
  }

  gradients(inputs: Float32Array, labels: Uint8Array): Gradients {
    checkExamples(this.architecture, inputs, labels);
    if (labels.length === 0) throw new RangeError('there is no mean gradient over no examples');
    return this.#workspace.team.together(() => this.#gradients(inputs, labels));
  }

  #gradients(inputs: Float32Array, labels: Uint8Array): Gradients {
    const workspace = this.#workspace;
    const { kernels, network } = workspace;
    const forward = this.#emptyForward(labels.length);
    workspace.prepare(labels.length);
    this.#take(inputs, labels, 0, labels.length);
    kernels.forward(network);
    this.#keep(forward, 0);
    kernels.backward(network);
    const preActivationGradients = this.#room('gradients', labels.length);
    preActivationGradients.forEach((all, l) => {
      all.set(workspace.preActivations(l + 1));
    });
    const { weights, biases } = this.#means('gradientRows');
    return { ...forward, preActivationGradients, weightGradients: weights, biasGradients: biases };
  }

  curvature(inputs: Float32Array, labels: Uint8Array): Curvature {
    checkExamples(this.architecture, inputs, labels);
    if (labels.length === 0) throw new RangeError('there is no mean curvature over no examples');
    return this.#workspace.team.together(() => this.#curvature(inputs, labels));
  }

  #curvature(inputs: Float32Array, labels: Uint8Array): Curvature {
    const { kernels, network } = this.#workspace;
    this.#workspace.prepare(labels.length);
    this.#take(inputs, labels, 0, labels.length);
    kernels.forward(network);
    kernels.slopes(network);
    kernels.curve(network);
    return this.#means('curvatureRows');
  }

  /** The means over the examples that follow from what was propagated back. */
  #means(rows: 'gradientRows' | 'curvatureRows'): Curvature {
    const { kernels, network } = this.#workspace;
    const layers = this.architecture.layers.slice(1).map((_, l) => l);
    for (const l of layers) kernels.divideByExamples(network, l);
    return {
      weights: layers.map((l) => this.#workspace.weightMean(l, rows)),
      biases: layers.map((l) => this.#workspace.biasMean(l)),
    };
  }

  gradientVariance(inputs: Float32Array, labels: Uint8Array, batch: number): Parameters {
    checkExamples(this.architecture, inputs, labels);
    checkMinibatches(labels.length, batch);
    if (labels.length === 0) throw new RangeError('there is no variance over no minibatches');
    const { kernels, network } = this.#workspace;
    this.#workspace.needVariance();
    this.#workspace.team.together(() => {
      this.#workspace.prepare(batch);
      for (let k = 0; k * batch < labels.length; k++) {
        this.#take(inputs, labels, k * batch, batch);
        kernels.observeGradients(network, k + 1);
      }
    });
    kernels.finishVariance(network, labels.length / batch);
    return this.#workspace.variance();
  }

  parameters(into?: Parameters): Parameters {
    return this.#workspace.parameters(into);
  }

  load(parameters: Parameters): void {
    checkParameters(this.architecture, parameters);
    this.#workspace.load(parameters);
  }

  finite(): boolean {
    return this.#workspace.kernels.finite(this.#workspace.network) !== 0;
  }

  /** Runs the network forward for a few examples at a time; `keep` is told the first of them. */
  #inParts(inputs: Float32Array, labels: Uint8Array, keep: (first: number) => void): void {
    const { kernels, network } = this.#workspace;
    this.#workspace.team.together(() => {
      for (let first = 0; first < labels.length; first += together) {
        const count = Math.min(together, labels.length - first);
        if (first === 0 || count < together) this.#workspace.prepare(count);
        this.#take(inputs, labels, first, count);
        kernels.forward(network);
        keep(first);
      }
    });
  }

  #take(inputs: Float32Array, labels: Uint8Array, first: number, count: number): void {
    const units = unitsOf(this.architecture.layers, 0);
    this.#workspace.take(
      inputs.subarray(first * units, (first + count) * units),
      labels.subarray(first, first + count),
    );
  }

  #emptyForward(examples: number): Forward {
    return {
      ...emptyEvaluated(examples),
      preActivations: this.#room('preActivations', examples),
      activations: this.#room('activations', examples),
      slopes: this.#room('slopes', examples).slice(0, -1),
    };
  }

  /** Arrays for a value of every unit after the input: the same again for as many examples, since they are large. */
  #room(
    of: 'preActivations' | 'activations' | 'slopes' | 'gradients',
    examples: number,
  ): readonly Float32Array[] {
    const before = this.#rooms.get(of);
    if (before?.examples === examples) return before.arrays;
    const arrays = this.architecture.layers.slice(1).map((units) => new Float32Array(examples * units));
    this.#rooms.set(of, { examples, arrays });
    return arrays;
  }

  /**
   * Copies what the workspace holds after `kernels.forward` to where its first example belongs; there the slopes are then in the
   * place of the pre-activations.
   */
  #keep({ costs, predictions, preActivations, activations, slopes }: Forward, first: number): void {
    const { layers } = this.architecture;
    costs.set(this.#workspace.costs, first);
    predictions.set(this.#workspace.predictions, first);
    preActivations.forEach((all, l) => {
      all.set(this.#workspace.preActivations(l + 1), first * unitsOf(layers, l + 1));
    });
    activations.forEach((all, l) => {
      all.set(this.#workspace.activations(l + 1), first * unitsOf(layers, l + 1));
    });
    this.#workspace.kernels.slopes(this.#workspace.network);
    slopes.forEach((all, l) => {
      all.set(this.#workspace.preActivations(l + 1), first * unitsOf(layers, l + 1));
    });
  }
}

function emptyEvaluated(examples: number): Evaluated {
  return { costs: new Float64Array(examples), predictions: new Uint8Array(examples) };
}

function differences(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((count, value, index) => count + Number(value !== b[index]), 0);
}

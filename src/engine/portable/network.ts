import type {
  Architecture,
  Curvature,
  Evaluated,
  Forward,
  Gradients,
  Network,
  Parameters,
  RuleState,
  Trained,
  UpdateRule,
} from '../engine.js';
import {
  checkArchitecture,
  checkExamples,
  checkMinibatches,
  checkParameters,
  checkPlain,
  checkRule,
  checkState,
  checkTrainable,
  unitsOf,
} from '../shapes.js';
import type { Kernels } from './kernels.js';
import { evaluatedOf, Outputs } from './outputs.js';
import { Rules } from './rules.js';
import { Workspace } from './workspace.js';

/** Examples in the workspace at a time where the caller's number does not matter: few, so that memory stays small. */
const together = 40;

/** A network in the kernels' memory. Its errors are RangeErrors for wrong shapes. */
export class PortableNetwork implements Network {
  readonly architecture: Architecture;
  readonly #workspace: Workspace;
  readonly #rules: Rules;
  readonly #outputs: Outputs;

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
    this.#rules = new Rules(this.#workspace);
    this.#outputs = new Outputs(this.#workspace, architecture);
  }

  train(inputs: Float32Array, labels: Uint8Array, batch: number, rule: UpdateRule): Trained {
    checkExamples(this.architecture, inputs, labels);
    checkMinibatches(labels.length, batch);
    checkTrainable(this.architecture, batch);
    checkRule(this.architecture, rule);
    const { kernels, network } = this.#workspace;
    const costs: number[] = [];
    const errors: number[] = [];
    const told = this.#rules.take(rule);
    this.#workspace.team.together(() => {
      this.#workspace.prepare(batch);
      for (let first = 0; first < labels.length; first += batch) {
        this.#take(inputs, labels, first, batch);
        if (kernels.train(network, ...told) === 0) break;
        costs.push(this.#workspace.costs.reduce((sum, cost) => sum + cost, 0) / batch);
        errors.push(differences(this.#workspace.predictions, labels.subarray(first, first + batch)));
      }
    });
    this.#rules.done(costs.length);
    return { updates: costs.length, costs: Float64Array.from(costs), errors: Uint32Array.from(errors) };
  }

  forward(inputs: Float32Array, labels: Uint8Array): Forward {
    checkExamples(this.architecture, inputs, labels);
    const forward = this.#outputs.forward(labels.length);
    this.#inParts(inputs, labels, (first) => {
      this.#outputs.keep(forward, first);
    });
    return forward;
  }

  evaluate(inputs: Float32Array, labels: Uint8Array): Evaluated {
    checkExamples(this.architecture, inputs, labels);
    const evaluated = evaluatedOf(labels.length);
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
    const forward = this.#outputs.forward(labels.length);
    workspace.prepare(labels.length);
    this.#take(inputs, labels, 0, labels.length);
    kernels.forward(network);
    this.#outputs.keep(forward, 0);
    kernels.backward(network);
    const preActivationGradients = this.#outputs.gradients(labels.length);
    const { weights, biases } = this.#means('gradientRows');
    return { ...forward, preActivationGradients, weightGradients: weights, biasGradients: biases };
  }

  curvature(inputs: Float32Array, labels: Uint8Array): Curvature {
    checkPlain(this.architecture, 'curvature');
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
    checkPlain(this.architecture, 'the variance of gradients');
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

  slots(kind: UpdateRule['kind'], into?: readonly Parameters[]): readonly Parameters[] {
    return this.#rules.slots(kind, into);
  }

  load(parameters: Parameters, state: RuleState = { kind: 'sgd', updates: 0, slots: [] }): void {
    checkParameters(this.architecture, parameters);
    checkState(this.architecture, state);
    this.#workspace.load(parameters);
    this.#rules.load(state);
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
}

function differences(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((count, value, index) => count + Number(value !== b[index]), 0);
}

import type * as engine from '../engine.js';
import { zeroParameters, zeroSlots } from '../parameters.js';
import * as shapes from '../shapes.js';
import { meanCurvature } from './curvature.js';
import {
  allFinite,
  differentiate,
  type Differentiated,
  differentiateByLayers,
  evaluatedFrom,
  lastOf,
} from './differentiate.js';
import { tidied, type Tensor, type TensorFlow } from './library.js';
import { allOf, copyInto, keptTensors, layersOf } from './parameters.js';
import { exampleCosts, forwardPass, oneHot, slopesOf } from './passes.js';
import type { ExampleTensors, LayerTensors, Values } from './passes.js';
import { stepped, type TensorRule } from './rules.js';
import { variances } from './variance.js';

/** Examples at a time where only costs and predictions are wanted: few, so that memory stays small. */
const together = 500;

/** Where a rule is, with tensors for its slots. */
interface State extends Omit<engine.RuleState, 'slots'> {
  readonly slots: readonly LayerTensors[];
}

/** A network of TensorFlow's operations, with TensorFlow's own derivatives. All its errors are RangeErrors for wrong shapes. */
export class TensorFlowNetwork implements engine.Network {
  readonly architecture: engine.Architecture;
  readonly #tf: TensorFlow;
  #parameters: LayerTensors;
  #state: State = { kind: 'sgd', updates: 0, slots: [] };
  /** The rates of the last rule that had one for each parameter: they are the same for a whole training. */
  #rates: { readonly of: engine.Parameters; readonly tensors: LayerTensors } | undefined;
  /** Means by weights that are lent until the network is used again. */
  #lent: readonly Tensor[] = [];

  constructor(tf: TensorFlow, architecture: engine.Architecture, parameters: engine.Parameters) {
    shapes.checkArchitecture(architecture);
    shapes.checkPlain(architecture, 'TensorFlow’s network');
    shapes.checkParameters(architecture, parameters);
    this.architecture = architecture;
    this.#tf = tf;
    this.#parameters = keptTensors(tf, architecture.layers, parameters);
  }

  train(inputs: Float32Array, labels: Uint8Array, batch: number, rule: engine.UpdateRule): engine.Trained {
    shapes.checkExamples(this.architecture, inputs, labels);
    shapes.checkMinibatches(labels.length, batch);
    shapes.checkRule(this.architecture, rule);
    const own = this.#take(rule);
    const costs: number[] = [];
    const errors: number[] = [];
    for (let first = 0; first < labels.length; first += batch) {
      const seen = this.#use(() => this.#update(this.#examples(inputs, labels, first, batch), own));
      if (!seen.finite) break;
      costs.push(seen.costs.reduce((sum, cost) => sum + cost, 0) / batch);
      errors.push(seen.predictions.filter((prediction, b) => prediction !== labels[first + b]).length);
    }
    return { updates: costs.length, costs: Float64Array.from(costs), errors: Uint32Array.from(errors) };
  }

  forward(inputs: Float32Array, labels: Uint8Array): engine.Forward {
    shapes.checkExamples(this.architecture, inputs, labels);
    return this.#use(() => this.#forward(this.#examples(inputs, labels)));
  }

  gradients(inputs: Float32Array, labels: Uint8Array): engine.Gradients {
    shapes.checkExamples(this.architecture, inputs, labels);
    if (labels.length === 0) throw new RangeError('there is no mean gradient over no examples');
    return this.#use(() => {
      const examples = this.#examples(inputs, labels);
      const sums = differentiateByLayers(this.#tf, this.architecture, this.#parameters, examples);
      const mean = (sum: Tensor) => this.#tf.div(sum, labels.length);
      return {
        ...this.#forward(examples),
        preActivationGradients: sums.preActivations.map(numbersOf),
        weightGradients: this.#lend(sums.parameters.weights.map(mean)),
        biasGradients: sums.parameters.biases.map((sum) => numbersOf(mean(sum))),
      };
    });
  }

  curvature(inputs: Float32Array, labels: Uint8Array): engine.Curvature {
    shapes.checkExamples(this.architecture, inputs, labels);
    if (labels.length === 0) throw new RangeError('there is no mean curvature over no examples');
    return this.#use(() => {
      const examples = this.#examples(inputs, labels);
      const mean = meanCurvature(this.#tf, this.architecture, this.#parameters, examples.inputs);
      return { weights: this.#lend(mean.weights), biases: mean.biases.map(numbersOf) };
    });
  }

  gradientVariance(inputs: Float32Array, labels: Uint8Array, batch: number): engine.Parameters {
    shapes.checkExamples(this.architecture, inputs, labels);
    shapes.checkMinibatches(labels.length, batch);
    if (labels.length === 0) throw new RangeError('there is no variance over no minibatches');
    const tf = this.#tf;
    const all = this.#use(() =>
      variances(tf, labels.length / batch, (k) => {
        const examples = this.#examples(inputs, labels, k * batch, batch);
        return allOf(differentiate(tf, this.architecture, this.#parameters, examples).gradients);
      }),
    );
    return layersOf(all);
  }

  evaluate(inputs: Float32Array, labels: Uint8Array): engine.Evaluated {
    shapes.checkExamples(this.architecture, inputs, labels);
    const costs = new Float64Array(labels.length);
    const predictions = new Uint8Array(labels.length);
    for (let first = 0; first < labels.length; first += together) {
      const part = this.#use(() => this.#pass(this.#examples(inputs, labels, first, together)).evaluated);
      costs.set(part.costs, first);
      predictions.set(part.predictions, first);
    }
    return { costs, predictions };
  }

  parameters(into = zeroParameters(this.architecture)): engine.Parameters {
    return copyInto(into, this.#parameters);
  }

  slots(kind: engine.UpdateRule['kind'], into?: readonly engine.Parameters[]): readonly engine.Parameters[] {
    if (kind !== this.#state.kind) return zeroSlots(kind, this.architecture, into);
    const room = into ?? zeroSlots(kind, this.architecture);
    return room.map((slot, k) => copyInto(slot, shapes.layerOf(this.#state.slots, k)));
  }

  load(
    parameters: engine.Parameters,
    state: engine.RuleState = { kind: 'sgd', updates: 0, slots: [] },
  ): void {
    shapes.checkParameters(this.architecture, parameters);
    shapes.checkState(this.architecture, state);
    const kept = (values: engine.Parameters) => keptTensors(this.#tf, this.architecture.layers, values);
    this.#replace(kept(parameters), { ...state, slots: state.slots.map(kept) });
  }

  finite(): boolean {
    const all = [this.#parameters, ...this.#state.slots].flatMap(allOf);
    return tidied(this.#tf, () => allFinite(this.#tf, all));
  }

  /** What the rule makes of the parameters, unless the cost or a pre-activation is not finite. */
  #update(examples: ExampleTensors, rule: TensorRule): Differentiated {
    const seen = differentiate(this.#tf, this.architecture, this.#parameters, examples);
    if (!seen.finite) return seen;
    const [before, updates] = [
      { parameters: this.#parameters, slots: this.#state.slots },
      this.#state.updates + 1,
    ];
    const { parameters, slots } = stepped(this.#tf, rule, updates, before, seen.gradients);
    this.#replace(parameters, { kind: rule.kind, updates, slots });
    return seen;
  }

  #replace(parameters: LayerTensors, state: State): void {
    this.#tf.dispose([this.#parameters, ...this.#state.slots].flatMap(allOf));
    this.#parameters = parameters;
    this.#state = state;
  }

  #pass(examples: ExampleTensors): Values & { readonly evaluated: engine.Evaluated } {
    const [tf, architecture] = [this.#tf, this.architecture];
    const values = forwardPass(tf, architecture, this.#parameters, examples.inputs);
    const last = lastOf(values.preActivations);
    const costs = exampleCosts(tf, architecture, last, examples.labels);
    return { ...values, evaluated: evaluatedFrom(tf, last, costs) };
  }

  #forward(examples: ExampleTensors): engine.Forward {
    const tf = this.#tf;
    const { preActivations, hidden, evaluated } = this.#pass(examples);
    return {
      ...evaluated,
      preActivations: preActivations.map(numbersOf),
      activations: [...hidden, tf.softmax(lastOf(preActivations))].map(numbersOf),
      slopes: preActivations.slice(0, -1).map((s) => numbersOf(slopesOf(tf, this.architecture, s))),
    };
  }

  #examples(inputs: Float32Array, labels: Uint8Array, first = 0, count = labels.length): ExampleTensors {
    const { layers } = this.architecture;
    const [width, classes] = [shapes.unitsOf(layers, 0), shapes.unitsOf(layers, layers.length - 1)];
    const own = labels.subarray(first, first + count);
    const values = inputs.subarray(first * width, (first + own.length) * width);
    return { inputs: this.#tf.tensor(values, [own.length, width]), labels: oneHot(this.#tf, own, classes) };
  }

  /** The rule with its rates as tensors; it begins where the last update was by a rule of another kind. */
  #take(rule: engine.UpdateRule): TensorRule {
    const { kind } = rule;
    if (kind !== this.#state.kind)
      this.load(this.parameters(), { kind, updates: 0, slots: this.slots(kind) });
    if (kind !== 'sgd') return rule;
    return { kind, rate: typeof rule.rate === 'number' ? rule.rate : this.#ratesOf(rule.rate) };
  }

  #ratesOf(of: engine.Parameters): LayerTensors {
    if (this.#rates?.of === of) return this.#rates.tensors;
    if (this.#rates !== undefined) this.#tf.dispose(allOf(this.#rates.tensors));
    const tensors = keptTensors(this.#tf, this.architecture.layers, of);
    this.#rates = { of, tensors };
    return tensors;
  }

  /** Gives back what `work` makes on the way; what was lent before is no longer valid. */
  #use<Result>(work: () => Result): Result {
    this.#tf.dispose(this.#lent);
    this.#lent = [];
    return tidied(this.#tf, work);
  }

  #lend(means: readonly Tensor[]): readonly (() => Float32Array)[] {
    const lent = means.map((mean) => this.#tf.keep(mean));
    this.#lent = lent;
    return lent.map((mean) => () => {
      if (this.#lent !== lent) throw new Error('the network was used since these gradients were computed');
      return numbersOf(mean);
    });
  }
}

function numbersOf(tensor: Tensor): Float32Array {
  return tensor.dataSync();
}

import type { Architecture, Evaluated, Forward } from '../engine.js';
import { unitsOf } from '../shapes.js';
import type { Workspace } from './workspace.js';

type Quantity = 'preActivations' | 'activations' | 'slopes' | 'gradients';

/** What is handed out of a network's layers, in arrays that are used again for as many examples, since they are large. */
export class Outputs {
  readonly #workspace: Workspace;
  readonly #layers: readonly number[];
  readonly #arrays = new Map<
    Quantity,
    { readonly examples: number; readonly arrays: readonly Float32Array[] }
  >();

  constructor(workspace: Workspace, { layers }: Architecture) {
    this.#workspace = workspace;
    this.#layers = layers;
  }

  /** Arrays for a pass forward; `keep` fills them. */
  forward(examples: number): Forward {
    return {
      ...evaluatedOf(examples),
      preActivations: this.#arraysOf('preActivations', examples),
      activations: this.#arraysOf('activations', examples),
      slopes: this.#arraysOf('slopes', examples).slice(0, -1),
    };
  }

  /**
   * Copies what the workspace holds after `kernels.forward` to where its first example belongs; there the slopes are then in the
   * place of the pre-activations.
   */
  keep({ costs, predictions, preActivations, activations, slopes }: Forward, first: number): void {
    const workspace = this.#workspace;
    const from = (l: number) => first * unitsOf(this.#layers, l + 1);
    costs.set(workspace.costs, first);
    predictions.set(workspace.predictions, first);
    preActivations.forEach((all, l) => {
      all.set(workspace.preActivations(l + 1), from(l));
    });
    activations.forEach((all, l) => {
      all.set(workspace.activations(l + 1), from(l));
    });
    workspace.kernels.slopes(workspace.network);
    slopes.forEach((all, l) => {
      all.set(workspace.slopes(l + 1), from(l));
    });
  }

  /** ∂C/∂s of every layer, as the workspace holds it after `kernels.backward`. */
  gradients(examples: number): readonly Float32Array[] {
    const arrays = this.#arraysOf('gradients', examples);
    arrays.forEach((all, l) => {
      all.set(this.#workspace.preActivations(l + 1));
    });
    return arrays;
  }

  #arraysOf(quantity: Quantity, examples: number): readonly Float32Array[] {
    const before = this.#arrays.get(quantity);
    if (before?.examples === examples) return before.arrays;
    const arrays = this.#layers.slice(1).map((units) => new Float32Array(examples * units));
    this.#arrays.set(quantity, { examples, arrays });
    return arrays;
  }
}

/** Arrays for each example's cost and prediction. */
export function evaluatedOf(examples: number): Evaluated {
  return { costs: new Float64Array(examples), predictions: new Uint8Array(examples) };
}

import type { Parameters, RuleState, UpdateRule } from '../engine.js';
import { zeroSlots } from '../parameters.js';
import { get, type Held, put } from './held.js';
import { demand, type Workspace } from './workspace.js';

/** What `kernels.train` is told: the rate, and the number that kernels.c gives the rule. */
type Told = readonly [rate: number, rule: number];

const places = [
  { weights: 'firstWeights', biases: 'firstBiases', gains: 'firstGains', shifts: 'firstShifts' },
  { weights: 'secondWeights', biases: 'secondBiases', gains: 'secondGains', shifts: 'secondShifts' },
] as const;

/** What update rules have in a network's memory beside the parameters: rates of their own, slots, and how far they are. */
export class Rules {
  readonly #workspace: Workspace;
  #rates: Parameters | undefined;
  #kind: UpdateRule['kind'] = 'sgd';
  #updates = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Before `prepare`: readies the kernels for updates by this rule. */
  take(rule: UpdateRule): Told {
    const { kernels, network } = this.#workspace;
    if (rule.kind !== this.#kind) this.load({ kind: rule.kind, updates: 0, slots: this.slots(rule.kind) });
    switch (rule.kind) {
      case 'sgd':
        if (typeof rule.rate === 'number') return [rule.rate, 0];
        this.#loadRates(rule.rate);
        return [0, 1];
      case 'momentum':
        kernels.setMomentum(network, rule.momentum, Number(rule.nesterov));
        return [rule.rate, 2];
      case 'adam':
        kernels.setAdam(network, rule.beta1, rule.beta2, rule.epsilon, this.#updates);
        return [rule.rate, 3];
    }
  }

  /** That many updates were done by the rule that was taken. */
  done(updates: number): void {
    this.#updates += updates;
  }

  /** Before `prepare`. */
  load({ kind, updates, slots }: RuleState): void {
    const { kernels, network } = this.#workspace;
    if (slots.length > 0) demand(kernels.needSlots(network, Number(slots.length > 1)) !== 0);
    slots.forEach((slot, k) => {
      put(this.#held(k), slot);
    });
    this.#kind = kind;
    this.#updates = updates;
  }

  slots(kind: UpdateRule['kind'], into?: readonly Parameters[]): readonly Parameters[] {
    const { held } = this.#workspace;
    if (kind !== this.#kind) return zeroSlots(kind, held, into);
    return (into ?? zeroSlots(kind, held)).map((slot, k) => get(this.#held(k), slot));
  }

  #held(slot: number): Held {
    const place = places[slot];
    if (place === undefined) throw new RangeError(`there is no slot ${slot + 1}`);
    return { ...this.#workspace.held, ...place };
  }

  /** Rates that are there already are not copied again: their arrays do not change. */
  #loadRates(rates: Parameters): void {
    if (rates === this.#rates) return;
    if (![...rates.weights, ...rates.biases].every((values) => values.every(Number.isFinite)))
      throw new RangeError('a learning rate is not a finite number');
    const { kernels, network, held } = this.#workspace;
    demand(kernels.needRates(network) !== 0);
    put({ ...held, weights: 'rateWeights', biases: 'rateBiases' }, rates);
    this.#rates = rates;
  }
}

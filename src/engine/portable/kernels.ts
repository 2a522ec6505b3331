/** How a product is added to a sum: rounded in between, or not (a fused multiply-add). */
export const arithmetics = ['portable', 'fma'] as const;
export type Arithmetic = (typeof arithmetics)[number];

/** An address in an instance's memory, in bytes. */
type Address = number;

/** What kernels.c and the files it is made of export; see there. `network` is what `create` returned, `layer` counts layers of weights from 0, where units are meant layers of units from 0, the inputs. */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBufferLike };
  create(activation: number, cost: number, inputs: number): Address;
  addLayer(network: Address, units: number): number;
  prepare(network: Address, examples: number, members: number): number;
  hire(network: Address, members: number): number;
  dismiss(network: Address): void;
  weights(network: Address, layer: number): Address;
  biases(network: Address, layer: number): Address;
  stride(network: Address, layer: number): number;
  rows(network: Address): Address;
  costs(network: Address): Address;
  labels(network: Address): Address;
  predictions(network: Address): Address;
  takeInputs(network: Address): void;
  giveActivations(network: Address, layer: number): void;
  givePreActivations(network: Address, layer: number): void;
  forward(network: Address): number;
  slopes(network: Address): void;
  giveSlopes(network: Address, layer: number): void;
  backward(network: Address): void;
  curve(network: Address): void;
  train(network: Address, rate: number, rule: number): number;
  needRates(network: Address): number;
  rateWeights(network: Address, layer: number): Address;
  rateBiases(network: Address, layer: number): Address;
  needSlots(network: Address, both: number): number;
  firstWeights(network: Address, layer: number): Address;
  firstBiases(network: Address, layer: number): Address;
  secondWeights(network: Address, layer: number): Address;
  secondBiases(network: Address, layer: number): Address;
  setMomentum(network: Address, momentum: number, nesterov: number): void;
  setAdam(network: Address, beta1: number, beta2: number, delta: number, updates: number): void;
  divideByExamples(network: Address, layer: number): void;
  blockRows(network: Address): number;
  gradientRows(network: Address, layer: number, row: number, rows: number): Address;
  curvatureRows(network: Address, layer: number, row: number, rows: number): Address;
  biasGradient(network: Address, layer: number): Address;
  needVariance(network: Address): number;
  varianceWeights(network: Address, layer: number): Address;
  varianceBiases(network: Address, layer: number): Address;
  observeGradients(network: Address, minibatch: number): void;
  finishVariance(network: Address, minibatches: number): void;
  needAutoencoder(network: Address, examples: number): number;
  decoderBiases(network: Address): Address;
  keptInputs(network: Address): Address;
  reconstructionCost(network: Address): Address;
  learnToReconstruct(network: Address, rate: number, decoder: number): number;
  finite(network: Address): number;
  needNormalisation(network: Address, kind: number): number;
  firstGains(network: Address, layer: number): Address;
  firstShifts(network: Address, layer: number): Address;
  secondGains(network: Address, layer: number): Address;
  secondShifts(network: Address, layer: number): Address;
  gains(network: Address, layer: number): Address;
  shifts(network: Address, layer: number): Address;
  runningMeans(network: Address, layer: number): Address;
  runningVariances(network: Address, layer: number): Address;
  applyExp(numbers: Address, count: number): void;
  applyActivation(activation: number, numbers: Address, count: number): void;
  applySlope(activation: number, numbers: Address, count: number): void;
  applyMultiplyAdd(a: Address, b: Address, c: Address, count: number): void;
  applyLog(numbers: Address, count: number): void;
}

/** How a product is added to a sum: rounded in between, or not (a fused multiply-add). */
export const arithmetics = ['portable', 'fma'] as const;
export type Arithmetic = (typeof arithmetics)[number];

/** An address in an instance's memory, in bytes. */
type Address = number;

/** What kernels.c exports; see there. `network` is what `create` returned, `layer` counts layers of weights from 0. */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBufferLike };
  create(activation: number, inputs: number): Address;
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
  backward(network: Address): void;
  train(network: Address, learningRate: number): number;
  divideByExamples(network: Address, layer: number): void;
  blockRows(network: Address): number;
  gradientRows(network: Address, layer: number, row: number, rows: number): Address;
  biasGradient(network: Address, layer: number): Address;
  finite(network: Address): number;
  applyExp(numbers: Address, count: number): void;
  applyActivation(activation: number, numbers: Address, count: number): void;
  applyLog(numbers: Address, count: number): void;
}

import { readFileSync } from 'node:fs';

/** An address in an instance's memory, in bytes. */
type Address = number;

/** What kernels.c exports; see there. `network` is what `create` returned, `layer` counts layers of weights from 0. */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer };
  create(activation: number, cost: number, inputs: number): Address;
  addLayer(network: Address, units: number): number;
  prepare(network: Address, examples: number): number;
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
  backward(network: Address): void;
  curve(network: Address): void;
  train(network: Address, rate: number, own: number): number;
  needRates(network: Address): number;
  rateWeights(network: Address, layer: number): Address;
  rateBiases(network: Address, layer: number): Address;
  divideByExamples(network: Address, layer: number): void;
  blockRows(): number;
  gradientRows(network: Address, layer: number, row: number, rows: number): Address;
  curvatureRows(network: Address, layer: number, row: number, rows: number): Address;
  biasGradient(network: Address, layer: number): Address;
  needVariance(network: Address): number;
  varianceWeights(network: Address, layer: number): Address;
  varianceBiases(network: Address, layer: number): Address;
  observeGradients(network: Address, minibatch: number): void;
  finishVariance(network: Address, minibatches: number): void;
  finite(network: Address): number;
  applyExp(numbers: Address, count: number): void;
  applyActivation(activation: number, numbers: Address, count: number): void;
  applySlope(activation: number, numbers: Address, count: number): void;
  applyLog(numbers: Address, count: number): void;
}

// Node's own types leave WebAssembly to the browser's; these are the parts used here.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

// The committed file, from dist/src/engine/portable.
const file = new URL('../../../../src/engine/portable/kernels.wasm', import.meta.url);
let compiled: object | undefined;

/** The kernels with a memory of their own, which is given back when nothing refers to them any more. */
export function instantiate(): Kernels {
  compiled ??= new WebAssembly.Module(readFileSync(file));
  // The file is built from kernels.c, whose exports the interface above repeats.
  return new WebAssembly.Instance(compiled).exports as Kernels;
}

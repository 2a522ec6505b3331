import test from 'ava';
import { wasmKernels } from '../../../src/engine/portable/wasm.js';

test('what does not fit the memory that 32-bit addresses can name is refused, not wrapped around', (t) => {
  const kernels = wasmKernels('portable');
  const network = kernels.create(1, 0, 65536);
  t.not(network, 0);
  t.is(kernels.addLayer(network, 65536), 0, '16 GiB of weights');
  const wide = kernels.create(1, 0, 1);
  t.not(kernels.addLayer(wide, 65536), 0);
  t.is(kernels.prepare(wide, 20_000, 1), 0, '5 GiB of activations');
  t.not(kernels.prepare(wide, 1, 1), 0, 'what fits can still be had');
});

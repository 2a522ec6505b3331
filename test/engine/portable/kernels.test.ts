import test from 'ava';
import { builds } from '../../../src/engine/portable/builds.js';
import { wasmKernels } from '../../../src/engine/portable/wasm.js';

for (const build of builds('portable')) {
  if ('problem' in build) continue;
  test(`what does not fit the memory that 32-bit addresses can name is refused, not wrapped around: ${build.name}`, (t) => {
    const kernels = build.instantiate();
    const network = kernels.create(1, 0, 65536);
    t.not(network, 0);
    t.is(kernels.addLayer(network, 65536), 0, '16 GiB of weights');
    const wide = kernels.create(1, 0, 1);
    t.not(kernels.addLayer(wide, 65536), 0);
    t.is(kernels.prepare(wide, 20_000, 1), 0, '5 GiB of activations');
    t.not(kernels.prepare(wide, 1, 1), 0, 'what fits can still be had');
  });

  test(`a memory that grew has its numbers still, and a buffer for all of it: ${build.name}`, (t) => {
    const kernels = build.instantiate();
    const network = kernels.create(1, 0, 1000);
    kernels.addLayer(network, 10);
    const before = new Float32Array(kernels.memory.buffer, kernels.weights(network, 0), 10);
    before[3] = 1.5;
    kernels.prepare(network, 5000, 1);
    const { buffer } = kernels.memory;
    t.true(buffer.byteLength >= kernels.rows(network) + 4 * 5000 * 1000);
    t.is(new Float32Array(buffer, kernels.weights(network, 0), 10)[3], 1.5);
  });
}

test('every build exports what the WebAssembly does', (t) => {
  const names = (kernels: object) =>
    [...Object.keys(kernels), ...Object.getOwnPropertyNames(Object.getPrototypeOf(kernels))].filter((name) =>
      /^[a-z]/i.test(name),
    );
  // WebAssembly's members are called from other threads, by exports of their own.
  const wanted = Object.keys(wasmKernels('portable')).filter(
    (name) => !['__stack_pointer', 'stackOf', 'serve'].includes(name),
  );
  for (const build of builds('portable'))
    if ('instantiate' in build) {
      const there = names(build.instantiate());
      t.deepEqual(
        wanted.filter((name) => !there.includes(name)),
        [],
        build.name,
      );
    }
});

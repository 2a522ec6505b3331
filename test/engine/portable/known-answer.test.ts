import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { arithmetics, type Kernels } from '../../../src/engine/portable/kernels.js';
import { wrongAnswer } from '../../../src/engine/portable/known-answer.js';
import { loadBinding } from '../../../src/engine/portable/native/load.js';
import { nativeName } from '../../../src/engine/portable/native/variants.js';
import { wasmKernels } from '../../../src/engine/portable/wasm.js';

for (const arithmetic of arithmetics)
  test(`the committed WebAssembly gives the known answer: ${arithmetic}`, (t) => {
    t.is(
      wrongAnswer(() => wasmKernels(arithmetic), arithmetic),
      undefined,
    );
  });

test('kernels whose arithmetic is not the one asked for are refused', (t) => {
  t.regex(wrongAnswer(() => wasmKernels('fma'), 'portable') ?? '', /known answer/);
});

test('kernels that are wrong in one number by one place are refused', (t) => {
  const wrong = (): Kernels => {
    const kernels = wasmKernels('portable');
    const train: Kernels['train'] = (network, rate, rule) => {
      const done = kernels.train(network, rate, rule);
      const weights = new Uint32Array(kernels.memory.buffer, kernels.weights(network, 1), 3);
      weights[2] = (weights[2] ?? 0) ^ 1;
      return done;
    };
    return { ...kernels, train };
  };
  t.regex(wrongAnswer(wrong, 'portable') ?? '', /known answer/);
});

// −3.33332819397e-1, which kernels.c multiplies by in tanh.
const coefficient = Buffer.from(Float32Array.of(-3.33332819397e-1).buffer);

test('a native build of which a bit is changed is refused', (t) => {
  const file = `${nativeName()}.node`;
  if (!existsSync(file)) {
    t.log('no native build here');
    t.pass();
    return;
  }
  const bytes = readFileSync(file);
  let changed = 0;
  for (let at = bytes.indexOf(coefficient); at >= 0; at = bytes.indexOf(coefficient, at + 1), changed++)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  t.true(changed > 0);
  const damaged = join(mkdtempSync(join(tmpdir(), 'samebits-')), 'damaged.node');
  writeFileSync(damaged, bytes);
  const binding = loadBinding(damaged);
  if (binding instanceof Error) throw binding;
  const builds = Object.values(binding).flatMap((classes) =>
    arithmetics.flatMap((arithmetic) => {
      const { [arithmetic]: Instance } = classes;
      return Instance === undefined ? [] : [wrongAnswer(() => new Instance(), arithmetic)];
    }),
  );
  t.true(builds.length > 0);
  for (const problem of builds) t.regex(problem ?? '', /known answer/);
});

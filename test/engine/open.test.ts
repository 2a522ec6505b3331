import test from 'ava';
import { openEngine, whatServes } from '../../src/engine/open.js';
import { buildNames } from '../../src/engine/portable/asked-build.js';
import { BadInput } from '../../src/stage/problem.js';

const oneThread = () => 1;

test('an engine and an arithmetic that do not go together are bad input that names the arithmetic', async (t) => {
  const opened = openEngine({ engine: 'tensorflow', arithmetic: 'fma' }, oneThread);
  const error = await t.throwsAsync(opened, { instanceOf: BadInput });
  t.regex(error.message, /^arithmetic {2}tensorflow/);
});

for (const arithmetic of ['portable', 'fma'] as const)
  test(`the portable engine with the arithmetic ${arithmetic} can be had, and the build that serves it is told`, async (t) => {
    const choice = { engine: 'portable', arithmetic } as const;
    const network = (await openEngine(choice, oneThread)).create(
      { layers: [1, 2], activation: 'tanh', cost: 'crossEntropy' },
      { weights: [Float32Array.of(1, -1)], biases: [new Float32Array(2)] },
    );
    t.true(network.finite());
    const kernels = whatServes(choice)[`${arithmetic}Kernels`];
    t.true(buildNames.some((name) => kernels?.startsWith(name) === true));
  });

test.serial('kernels that are asked for and cannot be had are bad input that says why', async (t) => {
  t.teardown(() => delete process.env.SAMEBITS_KERNELS);
  process.env.SAMEBITS_KERNELS = 'abacus';
  const opened = openEngine({ engine: 'portable', arithmetic: 'portable' }, oneThread);
  const error = await t.throwsAsync(opened, { instanceOf: BadInput });
  t.regex(error.message, /there are no kernels "abacus"; there are .*wasm/);
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import test from 'ava';
import { buildNames } from '../../../src/engine/portable/asked-build.js';
import { builds, serving } from '../../../src/engine/portable/builds.js';

const run = promisify(execFile);
const portable = new URL('../../../src/engine/portable/portable.js', import.meta.url).href;

/** Runs a module in a process of its own, told which kernels to use; what it prints. */
async function printed(kernels: string, script: string, ...options: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [...options, '--input-type=module', '--eval', script], {
    env: { ...process.env, SAMEBITS_KERNELS: kernels },
    timeout: 60_000,
  });
  return stdout.trim();
}

/** A network of 16 MB and one minibatch; `threads` are asked for. */
const aNetwork = (threads: number) => `
  import { portableEngine } from ${JSON.stringify(portable)};
  const engine = portableEngine('portable', () => ${threads});
  const [layers, inputs, labels] = [[2000, 2000, 10], new Float32Array(20 * 2000).fill(0.5), new Uint8Array(20)];
  const parameters = {
    weights: [new Float32Array(2000 * 2000).fill(1e-3), new Float32Array(20000).fill(1e-3)],
    biases: [new Float32Array(2000), new Float32Array(10)],
  };
  const trained = () => {
    const network = engine.create({ layers, activation: 'tanh', cost: 'crossEntropy' }, parameters);
    return network.train(inputs, labels, 10, { kind: 'sgd', rate: 0.1 }).updates;
  };`;

const forever = `${aNetwork(3)}
  const { parentPort } = await import('node:worker_threads');
  trained();
  parentPort.postMessage('trained');
  for (;;) trained();`;

const usable = builds('portable').flatMap((build) => ('instantiate' in build ? [build.name] : []));

test('the fastest build that can be used serves; WebAssembly always can', (t) => {
  t.is(usable.at(-1), 'wasm');
  if (process.env.SAMEBITS_KERNELS === undefined) t.deepEqual([serving('portable').name], usable.slice(0, 1));
  t.false(serving('portable').inSoftware);
});

for (const name of usable) {
  test(`SAMEBITS_KERNELS=${name} is obeyed, and the process ends although threads were used`, async (t) => {
    const script = `${aNetwork(3)}
      import { serving } from ${JSON.stringify(portable.replace('portable.js', 'builds.js'))};
      console.log(serving('portable').name, trained(), trained());`;
    t.is(await printed(name, script), `${name} 2 2`);
  });

  test(`a worker thread can be terminated while its network trains with threads: ${name}`, async (t) => {
    const script = `
      import { Worker } from 'node:worker_threads';
      const worker = new Worker(new URL(${JSON.stringify(`data:text/javascript,${encodeURIComponent(forever)}`)}));
      await new Promise((resolve) => worker.once('message', resolve));
      console.log('exits with', await worker.terminate());`;
    t.is(await printed(name, script), 'exits with 1');
  });

  test(`the memory of networks that nothing refers to any more is given back: ${name}`, async (t) => {
    const script = `${aNetwork(2)}
      for (let k = 0; k < 30; k++) {
        trained();
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (k % 5 === 4) gc();
      }
      console.log(process.memoryUsage().rss / 2 ** 20);`;
    const megabytes = Number(await printed(name, script, '--expose-gc'));
    t.true(megabytes < 600, `${megabytes} MiB`);
  });
}

test('kernels asked for that are unknown, or that this machine cannot use, are an error that says so', async (t) => {
  const start = `import { portableEngine } from ${JSON.stringify(portable)}; portableEngine('portable', () => 1);`;
  await t.throwsAsync(printed('sse9', start), {
    message: /there are no kernels "sse9"; there are avx512, avx2/,
  });
  const other = buildNames.find((name) => !usable.includes(name)) ?? 'none';
  await t.throwsAsync(printed(other, start), { message: /UnusableKernels: SAMEBITS_KERNELS/ });
});

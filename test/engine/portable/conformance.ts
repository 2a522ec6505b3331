import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { activations, costs } from '../../../src/engine/engine.js';
import { builds, type UsableBuild } from '../../../src/engine/portable/builds.js';
import type { Arithmetic } from '../../../src/engine/portable/kernels.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { bytesOf, parameterBytes } from '../compare.js';
import { exampleCase } from '../examples.js';
import { times } from '../../thorough.js';
import { digestOfCase, pinnedCases } from './cases.js';

/** Every build that this machine can run, with any number of threads, has the same bits. */
export function sameBits(arithmetic: Arithmetic): void {
  const usable = builds(arithmetic).filter((build) => 'instantiate' in build);
  for (const build of usable) {
    // In software a multiply-add takes a hundred times as long.
    const numbers = [3, 1, 2, 4].slice(0, build.inSoftware ? times(1, 4) : 4);
    for (const threads of numbers) pinnedBytes(arithmetic, build, threads);
  }

  test.serial(
    `${arithmetic}: measurements have the same bytes from every build, with any number of threads`,
    (t) => {
      const digests = usable.flatMap((build) =>
        [1, 3].map((threads) => measurements(arithmetic, build, threads)),
      );
      t.is(new Set(digests).size, 1);
    },
  );
}

function pinnedBytes(arithmetic: Arithmetic, build: UsableBuild, threads: number): void {
  const what = `${arithmetic}, ${build.name}, threads: ${threads}`;
  test.serial(`200 updates have the pinned bytes, whatever the network: ${what}`, async (t) => {
    const engine = portableEngine(arithmetic, () => threads, build);
    for (const pinned of pinnedCases()) {
      t.is(digestOfCase(engine, pinned), pinned.digests[arithmetic], pinned.line);
      // WebAssembly's threads come when they can; the next networks find them there.
      await setTimeout(1);
    }
  });
}

/** What a network says of itself besides its training, for every activation and cost. */
function measurements(arithmetic: Arithmetic, build: UsableBuild, threads: number): string {
  const engine = portableEngine(arithmetic, () => threads, build);
  const hash = createHash('sha256');
  for (const activation of activations)
    for (const cost of costs) {
      const { architecture, parameters, inputs, labels } = exampleCase(activation, [19, 70, 21, 7], 45, cost);
      const network = engine.create(architecture, parameters);
      const gradients = network.gradients(inputs, labels);
      const taken = [
        gradients.costs,
        gradients.predictions,
        ...gradients.preActivations,
        ...gradients.activations,
        ...gradients.slopes,
        ...gradients.preActivationGradients,
        ...gradients.biasGradients,
        ...gradients.weightGradients.map((make) => make().slice()),
      ].map((values) => bytesOf(values.slice()));
      const curvature = network.curvature(inputs, labels);
      taken.push(...curvature.weights.map((make) => bytesOf(make().slice())), bytesOf(...curvature.biases));
      taken.push(parameterBytes(network.gradientVariance(inputs, labels, 9)));
      const { costs: found, predictions } = network.evaluate(inputs, labels);
      for (const bytes of [...taken, bytesOf(found, predictions)]) hash.update(bytes);
    }
  return hash.digest('hex');
}

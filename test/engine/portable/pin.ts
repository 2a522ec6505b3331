import { writeFileSync } from 'node:fs';
import { buildOf } from '../../../src/engine/portable/builds.js';
import { arithmetics } from '../../../src/engine/portable/kernels.js';
import { portableEngine } from '../../../src/engine/portable/portable.js';
import { casesFile, digestOfCase, pinnedCases } from './cases.js';

/** Writes the digests of cases.txt anew, as WebAssembly computes them: after a new line there, or a change of the arithmetic. */

const title = `# What 200 updates give on every machine: activation, cost, normalisation, examples in a minibatch, rate, rule (ownRates has a
# rate for every parameter), the power of 2 that weights, biases and inputs are multiplied by, layers, and the SHA-256 of portable and of fma.
# \`node dist/test/engine/portable/pin.js\` writes the digests.
`;

const lines = pinnedCases().map((pinned) => {
  const digests = arithmetics.map((arithmetic) => {
    const build = buildOf('wasm', arithmetic);
    if ('problem' in build) throw new Error(build.problem);
    return digestOfCase(
      portableEngine(arithmetic, () => 1, build),
      pinned,
    );
  });
  return `${pinned.line} ${digests.join(' ')}\n`;
});
writeFileSync(casesFile, title + lines.join(''));

import test from 'ava';
import { activations, costs } from '../../../src/engine/engine.js';
import { builds } from '../../../src/engine/portable/builds.js';
import { pinnedCases } from './cases.js';
import { sameBits } from './conformance.js';

sameBits('portable');

test('every activation is pinned with every cost', (t) => {
  const pinned = pinnedCases().map(({ activation, cost }) => `${activation} ${cost}`);
  for (const activation of activations)
    for (const cost of costs) t.true(pinned.includes(`${activation} ${cost}`), `${activation} ${cost}`);
});

test('what was compiled for this processor is used, or says why not', (t) => {
  for (const build of builds('portable')) {
    if ('problem' in build) t.log(`${build.name} ${build.problem}`);
    t.false('problem' in build && build.problem.includes('known answer'), build.name);
  }
});

import test from 'ava';
import { buildFinding, kernelFindings, servingFinding } from '../../../src/cli/doctor/kernels.js';
import { UnusableKernels } from '../../../src/engine/portable/asked-build.js';
import { type Build, serving, type UsableBuild } from '../../../src/engine/portable/builds.js';

const absent: Build = { name: 'avx2', problem: 'needs another processor', wrong: false };
const wrong: Build = { name: 'avx2', problem: 'computes something else than it must', wrong: true };
const usable: UsableBuild = { ...serving('portable'), name: 'avx2' };

test('WebAssembly can be used on every machine, and something serves both arithmetics', (t) => {
  const [serves, ...each] = kernelFindings();
  t.is(serves?.state, 'works');
  t.is(each.find(({ part }) => part === 'wasm')?.state, 'works');
});

test('a build that cannot be used here is no fault', (t) => {
  t.like(buildFinding(absent, absent), {
    part: 'avx2',
    state: 'absent',
    says: 'needs another processor',
  });
});

test('a build that does not give the known answer is a fault, with a remedy, also where only one arithmetic is wrong', (t) => {
  for (const finding of [buildFinding(wrong, wrong), buildFinding(usable, wrong)]) {
    t.like(finding, { part: 'avx2', state: 'broken', says: 'computes something else than it must' });
    t.regex(finding.remedy ?? '', /npm run build/);
  }
});

test('a build that can be used works', (t) => {
  t.like(buildFinding(usable, usable), { part: 'avx2', state: 'works' });
});

test('fused multiply-adds in software are said to be slow', (t) => {
  const finding = servingFinding(() => [usable, { ...usable, inSoftware: true }]);
  t.regex(finding.says, /portable by avx2, fma by avx2 in software, slowly/);
});

test('kernels that were asked for by name and cannot be used are a fault that says how to mend it', (t) => {
  const finding = servingFinding(() => {
    throw new UnusableKernels('SAMEBITS_KERNELS: neon is not for this machine');
  });
  t.like(finding, { state: 'broken', says: 'SAMEBITS_KERNELS: neon is not for this machine' });
  t.regex(finding.remedy ?? '', /Unset SAMEBITS_KERNELS/);
});

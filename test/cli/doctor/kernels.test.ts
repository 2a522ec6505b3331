import test from 'ava';
import { buildFinding, kernelFindings, servingFinding } from '../../../src/cli/doctor/kernels.js';
import { type Build, buildOf, UnusableKernels } from '../../../src/engine/portable/builds.js';

const usable = buildOf('wasm', 'portable');
const absent: Build = { name: 'avx2', instantiate: 'this processor cannot run it', wrong: false };
const wrong: Build = { name: 'avx2', instantiate: 'computes something else than it must', wrong: true };

test('WebAssembly can be used on every machine, and something serves both arithmetics', (t) => {
  const [serves, ...each] = kernelFindings();
  t.is(serves?.state, 'works');
  t.is(each.find(({ part }) => part === 'wasm')?.state, 'works');
});

test('a build that cannot be used here is no fault', (t) => {
  t.like(buildFinding(absent, absent), {
    part: 'avx2',
    state: 'absent',
    says: 'this processor cannot run it',
  });
});

test('a build that does not give the known answer is a fault, with a remedy, also where only one arithmetic is wrong', (t) => {
  for (const finding of [buildFinding(wrong, absent), buildFinding({ ...usable, name: 'avx2' }, wrong)]) {
    t.like(finding, { part: 'avx2', state: 'broken', says: 'computes something else than it must' });
    t.regex(finding.remedy ?? '', /npm run build/);
  }
});

test('a build that serves one arithmetic only says which, and why not the other', (t) => {
  const finding = buildFinding({ ...usable, name: 'avx2' }, absent);
  t.like(finding, { state: 'works', says: 'only for portable; for the other: this processor cannot run it' });
});

test('fused multiply-adds in software are said to be slow', (t) => {
  const { name } = usable;
  const serving = { name, instantiate: () => t.fail(), inSoftware: false };
  const finding = servingFinding(() => [serving, { ...serving, inSoftware: true }]);
  t.regex(finding.says, /portable by wasm, fma by wasm in software, slowly/);
});

test('kernels that were asked for by name and cannot be used are a fault that says how to mend it', (t) => {
  const finding = servingFinding(() => {
    throw new UnusableKernels('SAMEBITS_KERNELS: neon is not for this machine');
  });
  t.like(finding, { state: 'broken', says: 'SAMEBITS_KERNELS: neon is not for this machine' });
  t.regex(finding.remedy ?? '', /Unset SAMEBITS_KERNELS/);
});

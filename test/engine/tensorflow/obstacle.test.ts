import test from 'ava';
import { nodeObstacle, setupObstacle, type Surroundings } from '../../../src/engine/tensorflow/obstacle.js';

const debian: Surroundings = { platform: 'linux', arch: 'x64', node: 20, glibc: true };

test('on Linux with glibc, x86-64 and Node 20 or 22 nothing is in the way', (t) => {
  t.is(setupObstacle(debian), undefined);
  t.is(setupObstacle({ ...debian, node: 22 }), undefined);
});

test('on Node 23 and later it says which versions do, whatever the platform', (t) => {
  for (const platform of ['linux', 'darwin', 'win32'])
    t.regex(setupObstacle({ ...debian, platform, node: 23 })?.remedy ?? '', /Node 20 or 22/);
  t.regex(nodeObstacle({ node: 24 })?.rule ?? '', /does not work on Node 24/);
});

test('without glibc it says so', (t) => {
  t.regex(setupObstacle({ ...debian, glibc: false })?.rule ?? '', /needs glibc/);
});

test("elsewhere it says what the package's own installation needs, or that there is none", (t) => {
  const remedy = (platform: string, arch: string) =>
    setupObstacle({ ...debian, platform, arch })?.remedy ?? '';
  for (const [platform, arch] of [
    ['darwin', 'x64'],
    ['darwin', 'arm64'],
    ['linux', 'arm64'],
  ] as const)
    t.regex(remedy(platform, arch), /python and a C\+\+ compiler: npm install/);
  t.regex(remedy('win32', 'x64'), /Visual Studio/);
  t.regex(remedy('freebsd', 'x64'), /Use Linux on x86-64/);
});

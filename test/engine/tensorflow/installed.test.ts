import test from 'ava';
import { installedPackage } from '../../../src/engine/tensorflow/installed.js';
import { BadInput } from '../../../src/stage/problem.js';

const here = { platform: 'linux', arch: 'x64', node: 20, glibc: true };

test('where TensorFlow is not installed, that is bad input that says how to install it', (t) => {
  const absent = () => undefined;
  const error = t.throws(() => installedPackage(absent, here), { instanceOf: BadInput });
  t.regex(
    error.message,
    /is not installed\. {2}Install it, in samebits' own folder: npm run setup:tensorflow$/,
  );
});

test('a Node that it does not work on is told before anything else', (t) => {
  const newer = { ...here, node: 24 };
  const error = t.throws(() => installedPackage(() => undefined, newer), { instanceOf: BadInput });
  t.regex(error.message, /does not work on Node 24/);
});

test('where it is installed its folder is known', (t) => {
  t.is(
    installedPackage(() => '/there', here),
    '/there',
  );
});

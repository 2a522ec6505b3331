import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'ava';

const plain = new Set(['abs', 'floor', 'ceil', 'round', 'sqrt', 'min', 'max', 'fround', 'imul', 'trunc']);

test('the packages that p-values are made with use no function whose bits differ between engines', (t) => {
  const require = createRequire(import.meta.url);
  for (const name of ['erfc', 'erfcinv', 'pow']) require(`@stdlib/math-base-special-${name}`);
  const files = Object.keys(require.cache).filter((file) => file.includes('@stdlib'));
  t.true(files.length > 50);
  const used = files.flatMap((file) => {
    const code = readFileSync(file, 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
    return [...code.matchAll(/\bMath\.([a-z]\w*)/g)].map(([, name = '']) => name);
  });
  t.deepEqual(
    used.filter((name) => !plain.has(name)),
    [],
  );
});

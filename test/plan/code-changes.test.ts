import test from 'ava';
import { digestOf } from '../../src/artifact/digest.js';
import { codeChanges } from '../../src/plan/code-changes.js';

const listing = (files: Readonly<Record<string, string>>, packages: Readonly<Record<string, string>>) => ({
  files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, digestOf(text)])),
  packages,
});

test('modules that changed, came and went are named', (t) => {
  const before = listing({ 'a.js': '1', 'b.js': '1', 'c.js': '1' }, {});
  const { files, modules } = codeChanges(before, listing({ 'a.js': '1', 'b.js': '2', 'd.js': '1' }, {}));
  t.deepEqual(files, { changed: ['b.js'], added: ['d.js'], removed: ['c.js'] });
  t.is(modules, 3);
});

test('a package that went in one version and came in another is told with both', (t) => {
  const { packages } = codeChanges(
    listing({}, { '@scope/x@1.0.0': 'a', 'y@1.0.0': 'a', 'gone@1.0.0': 'a' }),
    listing({}, { '@scope/x@1.1.0': 'b', 'y@1.0.0': 'b', 'new@2.0.0': 'a' }),
  );
  t.deepEqual(packages, {
    changed: ['y 1.0.0 (another integrity)', '@scope/x 1.0.0 → 1.1.0'],
    added: ['new 2.0.0'],
    removed: ['gone 1.0.0'],
  });
});

test('of a package that is there in several versions, each stands for itself', (t) => {
  const { packages } = codeChanges(
    listing({}, { 'x@1.0.0': 'a', 'x@2.0.0': 'a' }),
    listing({}, { 'x@2.0.0': 'a', 'x@3.0.0': 'a', 'x@4.0.0': 'a' }),
  );
  t.deepEqual(packages, { changed: [], added: ['x 3.0.0', 'x 4.0.0'], removed: ['x 1.0.0'] });
});

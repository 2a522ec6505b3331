import test from 'ava';
import { provenanceMarker, withProvenance } from '../../src/view/provenance.js';

const entry = {
  task: 'figure[tanh]',
  key: 'a'.repeat(64),
  machineBound: false,
  record: '../records/a.json',
  outputs: [
    { name: 'svg', digest: 'b'.repeat(64), href: 'figure-06.svg' },
    { name: 'csv', digest: 'c'.repeat(64) },
  ],
};

test('the tasks stand where the page left room for them', (t) => {
  const page = withProvenance(`<p>before</p>${provenanceMarker}<p>after</p>`, [entry]);
  t.regex(page, /^<p>before<\/p><section class="provenance">.*<\/section><p>after<\/p>$/s);
  for (const part of [
    'figure[tanh]',
    entry.key,
    'href="../records/a.json"',
    'href="figure-06.svg">svg<',
    'c'.repeat(64),
  ])
    t.true(page.includes(part), part);
  t.false(page.includes(provenanceMarker));
});

test('names are text, even where they look like markup or like a replacement pattern', (t) => {
  const page = withProvenance(provenanceMarker, [{ ...entry, task: `$&<script>'"` }]);
  t.true(page.includes('$&amp;&lt;script&gt;&#39;&quot;'));
});

test('what is machine-bound is marked, and the mark is explained only where there is one', (t) => {
  t.false(withProvenance(provenanceMarker, [entry]).includes('achine-bound'));
  const page = withProvenance(provenanceMarker, [entry, { ...entry, task: 'train', machineBound: true }]);
  t.true(page.includes('<li>train <em>machine-bound</em>'));
  t.true(page.includes('<li>figure[tanh] <a'));
  t.regex(page, /whose bits differ between machines/);
});

test('what other code made is marked, with how much of it was done again', (t) => {
  const carried = { ...entry, task: 'train', carriedOver: '20 of 500' };
  const page = withProvenance(provenanceMarker, [entry, carried]);
  t.true(page.includes('<li>train <em>carried over</em>, 20 of 500 parts re-executed;'));
  t.false(withProvenance(provenanceMarker, [entry]).includes('carried over'));
});

test('links stay within the folder that the page is in', (t) => {
  for (const record of [
    'javascript:alert(1)',
    'https://example.org',
    '//example.org',
    ' data:text/html,x',
    '/etc',
  ])
    t.throws(
      () => withProvenance(provenanceMarker, [{ ...entry, record }]),
      { instanceOf: RangeError },
      record,
    );
});

test('a page with no place or two places for provenance is refused', (t) => {
  t.throws(() => withProvenance('', []), { message: 'the page has 0 places for its provenance, not one' });
  t.throws(() => withProvenance(provenanceMarker.repeat(2), []), { instanceOf: RangeError });
});

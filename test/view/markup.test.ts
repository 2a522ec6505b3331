import test from 'ava';
import fc from 'fast-check';
import { escapeMarkup } from '../../src/view/escape.js';
import { markup, trustedMarkup } from '../../src/view/markup.js';
import { plainText } from '../../src/stage/plain-text.js';

test('text put into a template stays text', (t) => {
  const hostile = `"><script>alert('1')</script>&`;
  const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;';
  t.is(markup`<p title="${hostile}">${hostile}</p>`.html, `<p title="${escaped}">${escaped}</p>`);
});

test('markup and lists of markup put into a template stay markup', (t) => {
  const items = ['a', '<'].map((text) => markup`<li>${text}</li>`);
  t.is(
    markup`<ul>${items}${trustedMarkup('<!-- end -->')}</ul>`.html,
    '<ul><li>a</li><li>&lt;</li><!-- end --></ul>',
  );
});

test('no text leaves an opening of markup behind', (t) => {
  const safe = fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']/.test(escapeMarkup(text)));
  t.notThrows(() => {
    fc.assert(safe);
  });
});

test('what XML cannot hold is replaced, line ends become spaces, other text is unchanged', (t) => {
  t.is(plainText('a\u0000b\u001b\ud800c\ufffe'), 'a\ufffdb\ufffd\ufffdc\ufffd');
  t.is(plainText('one\r\ntwo\tthree'), 'one two three');
  t.is(plainText('∂C/∂s ± σ — 日本 🙂'), '∂C/∂s ± σ — 日本 🙂');
});

test('text cannot turn the direction of what follows it', (t) => {
  t.is(plainText('a\u202eb\u2066c'), 'a\ufffdb\ufffdc');
});

import test from 'ava';
import { tidySvg, withIdPrefix } from '../../src/view/svg.js';

const drawing = (content: string): string =>
  `<svg class="marks" width="100" height="50.5" viewBox="0 0 100 50.5" xmlns="http://www.w3.org/2000/svg">${content}</svg>`;

test('numbers that place something are rounded, other text is not', (t) => {
  const tidied = tidySvg(
    drawing('<path d="M0.12345,-1.00004L2e0,1.23456e-7"/><text x="1.99999"> d="0.12345"</text>'),
    '',
  );
  t.regex(tidied, /<path d="M0\.123,-1L2e0,0"\/><text x="2"> d="0\.12345"<\/text>/);
});

test('identifiers are counted from one, whatever they were', (t) => {
  const tidied = tidySvg(
    drawing('<defs><clipPath id="clip41"></clipPath></defs><g clip-path="url(#clip41)"></g>'),
    '',
  );
  t.regex(tidied, /<clipPath id="part1"><\/clipPath><\/defs><g clip-path="url\(#part1\)">/);
});

test('the description is there for who cannot see the drawing', (t) => {
  t.regex(tidySvg(drawing(''), 'a < b'), /^<svg [^>]*role="img" aria-label="a &lt; b"[^>]* height="51"/);
});

test('a drawing without a size is refused', (t) => {
  t.throws(() => tidySvg('<svg></svg>', ''), { instanceOf: RangeError });
});

test('a prefix renames identifiers and what refers to them, and no text', (t) => {
  t.is(
    withIdPrefix('<svg><path id="a"/><g clip-path="url(#a)"/><text> id="a" url(#a)</text></svg>', 'x'),
    '<svg><path id="x-a"/><g clip-path="url(#x-a)"/><text> id="a" url(#a)</text></svg>',
  );
});

test('an SVG that could act in a page is refused', (t) => {
  for (const content of [
    '<script>alert(1)</script>',
    '<SCRIPT/>',
    '<foreignObject></foreignObject>',
    '<style>*{}</style>',
    '<image href="https://example.org/a.png"/>',
    '<path onclick="alert(1)"/>',
    '<path\nonload="alert(1)"/>',
    '<path style="background:url(https://example.org)"/>',
    '<a href="javascript:alert(1)"></a>',
    '<!-- comment -->',
  ])
    t.throws(() => withIdPrefix(`<svg>${content}</svg>`, 'x'), { instanceOf: RangeError }, content);
  t.throws(() => withIdPrefix('<html></html>', 'x'), { instanceOf: RangeError });
});

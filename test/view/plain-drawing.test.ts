import test from 'ava';
import fc from 'fast-check';
import { escapeMarkup } from '../../src/view/escape.js';
import { isPlainDrawing } from '../../src/view/plain-drawing.js';
import { hostileStrings } from '../hostile.js';

test('a drawing with text, groups and references to its own parts is one', (t) => {
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" width="1"><defs><clipPath id="a"><rect width="1"/></clipPath></defs>' +
    '<g clip-path="url(#a)"><text x="1">a &lt; b</text></g></svg>\n';
  t.true(isPlainDrawing(drawing));
});

test('what could act in a page is none, however it is written', (t) => {
  for (const inside of [
    '<script>alert(1)</script>',
    '<g/onclick=alert(1)>',
    '<g onclick=alert(1)></g>',
    '<g title=">" onclick="alert(1)"/>',
    "<g id='a' onclick='alert(1)'/>",
    '<g ONLOAD="alert(1)"/>',
    '<rect fill="url(https://example.org/a)"/>',
    '<rect fill="url( #a), url(//example.org)"/>',
    '<text xlink:href="https://example.org">a</text>',
    '<text href="&#35;a">a</text>',
    '<g xml:base="https://example.org"/>',
    '<g style="a"/>',
    '<image/>',
    '<a></a>',
    '<use href="#a"/>',
    '<animate/>',
    '<!-- provenance -->',
    '<![CDATA[a]]>',
    '<?xml-stylesheet href="a"?>',
    '<!DOCTYPE svg>',
    '<g',
    'a < b',
  ])
    t.false(isPlainDrawing(`<svg>${inside}</svg>`), inside);
});

test('a drawing ends where it says: what is not closed, closed twice, or beside it is none', (t) => {
  for (const svg of [
    '',
    '<svg>',
    '</svg>',
    '<svg></svg></svg>',
    '<svg><g></svg>',
    '<svg><title></svg></title>',
    '<svg></svg><title>',
    '<svg></svg>text',
    '<svg/><svg/>',
    '<g></g>',
  ])
    t.false(isPlainDrawing(svg), svg);
});

test('escaped, any text can be in a drawing', (t) => {
  const holds = (text: string) =>
    isPlainDrawing(`<svg aria-label="${escapeMarkup(text)}"><text>${escapeMarkup(text)}</text></svg>`);
  for (const text of hostileStrings.filter((each) => !each.includes('url('))) t.true(holds(text), text);
  t.notThrows(() => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), holds));
  });
});

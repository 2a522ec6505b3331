import test from 'ava';
import fc from 'fast-check';
import { plainJson, plainText } from '../../src/stage/plain-text.js';
import { actsOnTerminals, hostileStrings } from '../hostile.js';

test('no text makes a terminal do more than show it, on its line', (t) => {
  const harmless = (text: string) => {
    const shown = plainText(text);
    return !actsOnTerminals.test(shown) && !shown.includes('\n') && Buffer.from(shown).toString() === shown;
  };
  for (const text of hostileStrings) t.true(harmless(text), text);
  t.notThrows(() => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), harmless));
  });
});

test('what a person writes is shown as written', (t) => {
  const text = 'Δ = 3·10⁻⁴, naïve 日本語 🙂 עברית';
  t.is(plainText(text), text);
});

test('JSON stays the same value, on one line that no terminal acts on', (t) => {
  const harmless = (text: string) => {
    const json = plainJson({ [text]: [text] });
    const back = JSON.parse(json) as Record<string, unknown>;
    return (
      !actsOnTerminals.test(json) &&
      !json.includes('\n') &&
      Object.hasOwn(back, text) &&
      JSON.stringify(back[text]) === JSON.stringify([text])
    );
  };
  for (const text of hostileStrings) t.true(harmless(text), text);
  t.notThrows(() => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), harmless));
  });
});

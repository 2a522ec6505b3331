import test from 'ava';
import { fittedText, textWidth, wrappedText } from '../../src/view/font.js';
import { pixelsOf } from '../../src/view/rasterise.js';

test('a text is as wide as it is drawn', async (t) => {
  for (const weight of ['regular', 'bold'] as const)
    for (const words of ['layer 1', 'WWWWWW', 'iiiiii', '∂C/∂s ± 10⁻³']) {
      // Bars before and behind, so that the drawn width does not depend on the bearings of the outer letters.
      const drawn = await inkWidth(`|${words}|`, weight);
      const bars = await inkWidth('||', weight);
      t.true(Math.abs(drawn - bars - textWidth(words, 20, weight)) <= 2, `${words}: ${drawn - bars}`);
    }
});

test('text is broken between words, and no line is wider than asked', (t) => {
  const lines = wrappedText('Activations at initialisation, standard against normalised', 12, 200);
  t.true(lines.length > 1);
  t.true(lines.every((line) => textWidth(line, 12) <= 200));
  t.is(lines.join(' '), 'Activations at initialisation, standard against normalised');
});

test('a word wider than the line stands alone', (t) => {
  t.deepEqual(wrappedText('a incomprehensibilities b', 12, 30), ['a', 'incomprehensibilities', 'b']);
});

test('a text that is too wide ends in an ellipsis, within the width', (t) => {
  const cut = fittedText('x'.repeat(3000), 12, 100);
  t.regex(cut, /^x+…$/);
  t.true(textWidth(cut, 12) <= 100);
  t.is(fittedText('short', 12, 100), 'short');
});

async function inkWidth(words: string, weight: 'regular' | 'bold'): Promise<number> {
  const look = `font-family="DejaVu Sans" font-size="20"${weight === 'bold' ? ' font-weight="bold"' : ''}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40"><text x="10" y="25" ${look}>${words}</text></svg>`;
  const { width, data } = await pixelsOf(svg);
  const columns = Array.from(data, (value, index) => (value < 255 ? Math.floor(index / 3) % width : -1));
  const inked = columns.filter((column) => column >= 0);
  return inked.reduce((a, b) => Math.max(a, b), 0) - inked.reduce((a, b) => Math.min(a, b), width);
}

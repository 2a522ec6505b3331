import test from 'ava';
import { outputOf, type RanStage } from '../in-memory.js';
import { drawErrors, errorRows, measure } from './small-figures.js';

const svgOf = (ran: RanStage): string => outputOf(ran, 'svg').bytes.toString();
const rows = ['a', 'b'].flatMap((split, index) => errorRows([1 + index, 2 + index, 3 + index], split));

test('a band is as wide as the spread on both sides, and is explained in the caption', async (t) => {
  const ran = await drawErrors(errorRows([1, 2]), {
    measures: [{ ...measure('error', 'line', 'sd'), spreadAs: 'band' }],
  });
  t.is([...svgOf(ran).matchAll(/mark-area/g)].length, 1);
  t.notRegex(svgOf(ran), /mark-rule[^>]*><line[^>]*opacity="0.6"/);
  t.is(outputOf(ran, 'svg').description.caption, 'Shaded: ± sd of the error rate; the axes may cut it.');
});

test('series are called by the names that are given, in the order they had', async (t) => {
  const svg = svgOf(
    await drawErrors(rows, { series: ['split'], names: { b: 'First', a: 'Tanh N' }, legendTitle: 'model' }),
  );
  t.true(
    svg.indexOf('>model<') < svg.indexOf('>Tanh N<') && svg.indexOf('>Tanh N<') < svg.indexOf('>First<'),
  );
  t.notRegex(svg, />a</);
});

test('a figure is as wide and its panels as high as asked, with text as large', async (t) => {
  for (const width of [320, 640, 900]) {
    const svg = svgOf(await drawErrors(rows, { series: ['split'], panels: 'split', width, height: 90 }));
    const [, wide = '', high = ''] = / width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    t.true(Math.abs(Number(wide) - width) <= 4, `${wide} for ${width}`);
    t.true(Number(high) > 180 && Number(high) < 340, high);
    t.regex(svg, /font-size="11px"/);
  }
});

test('a measure has the title that is given', async (t) => {
  const title = 'spread';
  t.regex(svgOf(await drawErrors(rows, { measures: [{ ...measure('sd', 'point'), title }] })), />spread</);
});

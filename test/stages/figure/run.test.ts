import { execFileSync } from 'node:child_process';
import test from 'ava';
import fc from 'fast-check';
import { digestOf } from '../../../src/artifact/digest.js';
import { decodeCsv, type Row, type TableDescription } from '../../../src/artifact/table.js';
import { textWidth } from '../../../src/view/font.js';
import { BadInput } from '../../../src/stage/problem.js';
import { pixelsOf } from '../../../src/view/rasterise.js';
import { inputArtifact, outputOf, type RanStage } from '../in-memory.js';
import { draw, drawErrors, drawHistograms, errorRows, measure, x, y } from './small-figures.js';
import { histogramDescription, histogramRows, tableInput } from './tables.js';

const textOf = (ran: RanStage, output: string): string => outputOf(ran, output).bytes.toString('utf8');
const captionOf = (ran: RanStage): unknown => outputOf(ran, 'svg').description.caption;
const drawnRows = (ran: RanStage): readonly Row[] =>
  // The stage describes its csv as a table.
  decodeCsv(textOf(ran, 'csv'), outputOf(ran, 'csv').description as unknown as TableDescription).rows;
const symbolsIn = (svg: string): number =>
  [...svg.matchAll(/<g class="mark-symbol[^>]*>(.*?)<\/g>/gs)]
    .map(([, marks = '']) => marks.split('<path').length - 1)
    .reduce((sum, count) => sum + count, 0);
const linePaths = (svg: string): string[] =>
  [...svg.matchAll(/<g class="mark-line[^>]*><path[^>]* d="([^"]*)"/g)].map(([, path = '']) => path);

test('a small figure has the same bytes on every machine', async (t) => {
  const figure = await drawHistograms();
  const digests = ['svg', 'png', 'csv'].map((output): string => digestOf(outputOf(figure, output).bytes));
  t.deepEqual(digests, [
    '43b24a6ad63907272ac093f9af1cee0d3d10438ec3d2e6acee161b607a42e2d5',
    '5acf787cc4e6799429f8054fd97d3a48f40de93d509d5959aa6f71bcbc4c57f2',
    'bd203f559b5cdd25ea6e1ebac7f5b883cf504ccfbdf19ffe92d0e82c6542ea92',
  ]);
});

test('a figure is the same whatever was drawn before it', async (t) => {
  const first = await drawHistograms();
  await drawErrors(errorRows([1, 2, 3]));
  t.is(textOf(await drawHistograms(), 'svg'), textOf(first, 'svg'));
});

test('neither an installed canvas nor locale nor time zone enters a figure', async (t) => {
  const canvas = `export const createCanvas = () => new Canvas(); export class Image {}
    export class Canvas { getContext() { return { measureText() { throw new Error('a canvas measures'); } }; } }`;
  const hooks = `export const resolve = (name, context, next) => name === 'canvas'
    ? { url: ${JSON.stringify(dataModule(canvas))}, shortCircuit: true } : next(name, context);`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(dataModule(hooks))});`;
  const figures = new URL('small-figures.js', import.meta.url).href;
  const program = `const { drawHistograms } = await import(${JSON.stringify(figures)});
    process.stdout.write((await drawHistograms()).outputs.svg.bytes);`;
  const env = { PATH: process.env.PATH, TZ: 'Asia/Kathmandu', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' };
  const flags = ['--import', dataModule(register), '--input-type=module', '-e', program];
  t.is(
    execFileSync(process.execPath, flags, { env, encoding: 'utf8' }),
    textOf(await drawHistograms(), 'svg'),
  );
});

function dataModule(code: string): string {
  return `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
}

test('every row of the csv is drawn, and every row that can be drawn is in the csv', async (t) => {
  const values = fc.array(
    fc.oneof(fc.double({ min: -1e300, max: 1e300 }), fc.constantFrom(NaN, Infinity, -Infinity, 0)),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  const everyRow = fc.asyncProperty(values, async (list) => {
    const drawable = list.filter((value) => Number.isFinite(value));
    fc.pre(drawable.length > 0);
    const ran = await drawErrors(errorRows(list), { measures: [measure('error', 'point')] });
    t.deepEqual(
      drawnRows(ran).map(({ error }) => error),
      // A CSV has no negative zero.
      drawable.map((value) => value + 0),
    );
    t.is(symbolsIn(textOf(ran, 'svg')), drawable.length);
  });
  await fc.assert(everyRow, { numRuns: 15 });
});

test('a line goes through every value, breaks where one is not finite, and shows a lone value as a point', async (t) => {
  const svg = textOf(await drawErrors(errorRows([1, 2, NaN, 3, NaN, 4, 5, 6])), 'svg');
  t.deepEqual(
    linePaths(svg).map((path) => path.match(/[ML]/g)?.join('')),
    ['ML', 'M', 'MLL'],
  );
  t.is(symbolsIn(svg), 1);
});

test('a histogram is drawn as its outline: two corners a bin and two feet', async (t) => {
  const rows = histogramRows([0.5], 10);
  const input = tableInput('histograms', histogramDescription, rows);
  const svg = textOf(await draw({ x: x('low'), measures: [measure('density', 'step')] }, input), 'svg');
  t.deepEqual(
    linePaths(svg).map((path) => path.match(/[ML]/g)?.length),
    [2 * rows.length + 2],
  );
});

test('bins that do not meet are drawn apart', async (t) => {
  const rows = histogramRows([0.5], 10).filter((_, index) => index !== 4);
  const input = tableInput('histograms', histogramDescription, rows);
  const svg = textOf(await draw({ x: x('low'), measures: [measure('density', 'step')] }, input), 'svg');
  t.deepEqual(
    linePaths(svg).map((path) => path.match(/[ML]/g)?.length),
    [2 * 4 + 2, 2 * 5 + 2],
  );
});

test('the caption says which values are not drawn, and why', async (t) => {
  const caption = 'Errors.';
  const captionFor = async (list: number[], parameters = {}): Promise<unknown> =>
    captionOf(await drawErrors(errorRows(list), { caption, ...parameters }));
  t.is(await captionFor([1, 2, 3]), 'Errors.');
  t.is(await captionFor([1, NaN, Infinity]), 'Errors. 2 values of error are not finite and not drawn.');
  t.is(
    await captionFor([1, 2, 0, -1], { y: { ...y, scale: 'log' } }),
    'Errors. 2 values of error are not positive on a log scale and not drawn.',
  );
  t.is(
    await captionFor([1, 2, 30], { y: { ...y, domain: [0, 10] } }),
    'Errors. 1 value of error is beyond the axes and not drawn.',
  );
});

test('the caption says which rows were chosen', async (t) => {
  const rows = [...errorRows([1, 2]), ...errorRows([3, 4], 'validation')];
  const ran = await drawErrors(rows, { where: { split: 'validation', update: [0, 100] } });
  t.is(captionOf(ran), 'Rows drawn: split = validation; update = 0, 100.');
  t.deepEqual(drawnRows(ran), errorRows([3, 4], 'validation'));
});

test('bars about the points are explained in the caption', async (t) => {
  const ran = await drawErrors(errorRows([1, 2]), { measures: [measure('error', 'point-line', 'sd')] });
  t.is(captionOf(ran), 'Vertical bars: ± sd of the error rate; the axes may cut them.');
  t.regex(textOf(ran, 'svg'), /mark-rule/);
});

test('the summary is worked out from the numbers drawn', async (t) => {
  const summary = async (ran: Promise<RanStage>): Promise<unknown> =>
    outputOf(await ran, 'svg').description.summary;
  t.is(
    await summary(drawHistograms()),
    'The highest density rises from 1.99 (layer 1) to 3.88 (layer 2) for standard; rises from 1.99 (layer 1) to 2.2 (layer 2) for normalised.',
  );
  t.is(await summary(drawErrors(errorRows([0.5, 0.25]))), 'Error rate goes down from 0.5 to 0.25.');
  const rows = [1, 3, 2].flatMap((error, index) => errorRows([0.5, error], `split ${index}`));
  t.is(
    await summary(drawErrors(rows, { series: ['split'] })),
    'At the end, error rate lies between 1 (split 0) and 3 (split 1).',
  );
});

test('matrix values become columns that tell series apart', async (t) => {
  const cell = (learningRate: number): ReturnType<typeof tableInput> =>
    tableInput('histograms', histogramDescription, histogramRows([0.5], 4), { learningRate });
  const parameters = { x: x('low'), measures: [measure('density', 'step')], series: ['learningRate'] };
  const ran = await draw(parameters, [cell(0.1), cell(0.01)]);
  t.deepEqual([...new Set(drawnRows(ran).map(({ learningRate }) => learningRate))], ['0.1', '0.01']);
  const svg = textOf(ran, 'svg');
  t.true(svg.indexOf('>learningRate 0.1<') < svg.indexOf('>learningRate 0.01<'));
});

test('two measures with the same mark are told apart as series', async (t) => {
  const svg = textOf(
    await drawErrors(errorRows([1, 2]), { measures: [measure('error', 'line'), measure('sd', 'line')] }),
    'svg',
  );
  t.regex(svg, />error rate</);
  t.regex(svg, />sd of the error rate</);
  t.is(new Set([...svg.matchAll(/mark-line.*?stroke="(#\w+)"/g)].map(([, colour]) => colour)).size, 2);
});

test('series differ in dash as well as in colour, and no line is thinner than 1.5 px', async (t) => {
  const rows = [1, 2, 3].flatMap((error, index) => errorRows([0, error], `split ${index}`));
  const svg = textOf(await drawErrors(rows, { series: ['split'] }), 'svg');
  const drawn = [...svg.matchAll(/<g class="mark-line[^>]*>(<path[^>]*>)/g)].map(([, path = '']) => path);
  t.is(new Set(drawn.map((path) => /stroke-dasharray="[^"]*"/.exec(path)?.[0])).size, 3);
  t.true(drawn.every((path) => Number(/stroke-width="([\d.]+)"/.exec(path)?.[1]) >= 1.5));
});

test('a figure is legible in print: no wider than an A4 page holds, and no text below 8 pt', async (t) => {
  const svg = textOf(await drawHistograms(), 'svg');
  const sizes = [...svg.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));
  t.true(sizes.length > 10 && sizes.every((size) => size >= (8 * 96) / 72));
  t.true(Number(/ width="(\d+)"/.exec(svg)?.[1]) <= 642);
});

test('a long title of an axis stands in lines that its panel has room for, and the figure stays as wide', async (t) => {
  const title = 'mean training cost −log P(y|x) (nats) since the row before (NaN at update 0)';
  const wide = textOf(await drawErrors(errorRows([1, 2, 3]), { y: { ...y, title } }), 'svg');
  const lines = [...wide.matchAll(/<tspan[^>]*>([^<]*)<\/tspan>/g)].map(([, line = '']) => line);
  t.is(lines.join(' '), title);
  t.true(lines.length > 1 && lines.every((line) => textWidth(line, 11) <= 270), lines.join('; '));
  t.true(Number(/ width="(\d+)"/.exec(wide)?.[1]) <= 642);
});

test('numbers in a drawing have at most three decimals', async (t) => {
  const svg = textOf(await drawErrors(errorRows([1, 3, 7, 1e-5]), { y: { ...y, scale: 'log' } }), 'svg');
  t.false(/\d\.\d{4}/.test(svg));
});

test('hostile text is shown as text and leaves a drawing that can be read', async (t) => {
  const hostile = `"'>]]></text><script>alert(1)</script>&amp;\u0000\u0008\uD800\uFFFE`;
  const rows = errorRows([1, 2], hostile);
  const ran = await drawErrors(rows, {
    title: hostile,
    caption: hostile,
    x: { ...x('update'), title: hostile },
    y: { ...y, title: hostile },
    series: ['split'],
    panels: 'split',
  });
  const svg = textOf(ran, 'svg');
  t.false(svg.includes('<script'));
  t.false(/[\u0000-\u0008]/.test(svg));
  t.true((await pixelsOf(svg)).width > 0);
});

test('what cannot be drawn is refused with the remedy', async (t) => {
  const refused = async (figure: Promise<RanStage>, message: RegExp): Promise<void> => {
    await t.throwsAsync(figure, { instanceOf: BadInput, message });
  };
  const rows = errorRows([1, 2]);
  await refused(
    drawErrors(rows, { measures: [measure('eror', 'line')] }),
    /^measures\.0\.column {2}is "eror", which is no column of the table\. {2}Did you mean error\?/,
  );
  await refused(
    drawErrors(rows, { measures: [measure('split', 'line')] }),
    /is "split", a column of text, not of numbers/,
  );
  await refused(drawErrors(rows, { measures: [] }), /measures {2}is empty/);
  await refused(drawErrors(rows, { where: { split: 'train' } }), /no row of the table has these values/);
  await refused(drawErrors([], {}), /the table has no rows/);
  await refused(drawErrors(errorRows([NaN])), /nothing can be drawn: 1 value of error is not finite/);
  await refused(
    drawErrors(rows, { y: { ...y, scale: 'log', domain: [0, 1] } }),
    /log scale cannot begin at 0/,
  );
  await refused(drawErrors(errorRows([-1e308, 1e308])), /too far apart for an axis/);
  await refused(drawErrors(rows, { y: { ...y, domain: [3, 1] } }), /y\.domain {2}ends before it begins/);
  const many = Array.from({ length: 31 }, (_, index) => errorRows([1, 2], `split ${index}`)).flat();
  await refused(drawErrors(many, { series: ['split'] }), /31 series cannot be told apart/);
});

test('tables that do not belong together are refused', async (t) => {
  const one = tableInput('histograms', histogramDescription, histogramRows([0.5], 4));
  const parameters = { x: x('low'), measures: [measure('density', 'step')] };
  const refused = async (tables: Parameters<typeof draw>[1], message: RegExp): Promise<void> => {
    await t.throwsAsync(draw(parameters, tables), { instanceOf: BadInput, message });
  };
  const other = { ...histogramDescription, columns: histogramDescription.columns.slice(1) };
  await refused([one, tableInput('histograms', other, [])], /different columns/);
  await refused({ ...one, cell: { layer: 1 } }, /a column "layer", which is also a matrix variable/);
  await refused(
    { cell: {}, artifacts: { ...one.artifacts, ...renamed(one, 'activations') } },
    /^table {2}must name one of the outputs, .* histograms, activations/,
  );
  const picture = inputArtifact(outputOf(await drawHistograms(), 'svg'));
  await refused(
    { cell: {}, artifacts: { svg: picture } },
    /^input tables {2}names an output that is image\/svg\+xml, not a table/,
  );
});

function renamed({ artifacts }: ReturnType<typeof tableInput>, name: string): typeof artifacts {
  return Object.fromEntries(Object.values(artifacts).map((artifact) => [name, artifact]));
}

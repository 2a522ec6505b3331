import test from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import type { JsonObject } from '../../../src/artifact/json.js';
import type { TableDescription } from '../../../src/artifact/table.js';
import type { Input } from '../../../src/stage/contract.js';
import { BadInput } from '../../../src/stage/problem.js';
import { encodePng } from '../../../src/view/rasterise.js';
import { declaration } from '../../../stages/report/declaration.js';
import { run } from '../../../stages/report/run.js';
import { drawErrors, drawHistograms, errorRows } from '../figure/small-figures.js';
import { tableInput } from '../figure/tables.js';
import { inputArtifact, inputOf, outputOf, runStage } from '../in-memory.js';

const description: TableDescription = {
  title: 'Activations by layer',
  columns: [
    { name: 'layer', type: 'number', title: 'layer' },
    { name: 'sd', type: 'number', title: 'sd of the activation' },
  ],
};

const cell = (scheme: string, sds: readonly number[], more: JsonObject = {}): Input =>
  tableInput(
    'activations',
    { ...description, ...more },
    sds.map((sd, index) => ({ layer: index + 1, sd })),
    { scheme },
  );

const cells = [cell('standard', [0.3, 0.03]), cell('normalised', [0.4, 0.35])];

const claim = {
  id: 'top-layer',
  statement: 'The top layer shrinks.',
  source: 'figure 6',
  figure: 'figure-06',
  of: 'probe.activations',
  where: { scheme: 'standard', layer: 2 },
  column: 'sd',
  reference: 0.031,
  within: { relative: 0.15 },
} as const;

const pipeline = (...claims: readonly JsonObject[]): JsonObject => ({
  name: 'quickstart',
  title: 'In one minute',
  description: 'What was asked.',
  claims,
});

type Setting = NonNullable<Parameters<typeof runStage<(typeof declaration)['parameters']>>[2]>;

async function report(setting: Setting): Promise<{ readonly page: string; readonly verdicts: unknown }> {
  const ran = await runStage(declaration, run, setting);
  const text = (output: string): string => outputOf(ran, output).bytes.toString('utf8');
  return { page: text('html'), verdicts: JSON.parse(text('verdicts')) };
}

const figure = async (): Promise<Input> => inputOf((await drawHistograms()).outputs);

test('a claim is shown with what was measured, what was expected and a verdict in words', async (t) => {
  const { page, verdicts } = await report({
    pipeline: pipeline(claim),
    inputs: { figures: await figure(), 'claim:top-layer': cells },
  });
  t.regex(
    page,
    /The top layer shrinks\..*<data value="0\.03" data-claim="top-layer">0\.03<\/data>.*0\.031 ± 15 %/s,
  );
  t.regex(page, /<b>●<\/b> holds/);
  const artifacts = [cells[0]?.artifacts.activations?.digest];
  const { id, statement, source } = claim;
  t.deepEqual(verdicts, {
    pipeline: 'quickstart',
    claims: [
      { id, statement, source, measured: 0.03, verdict: 'holds', expected: '0.031 ± 15 %', artifacts },
    ],
  });
});

test('a claim that does not hold says so', async (t) => {
  const { page } = await report({
    pipeline: pipeline({ ...claim, reference: 1 }),
    inputs: { 'claim:top-layer': cells },
  });
  t.regex(page, /<b>✕<\/b> does not hold/);
  t.regex(page, /<b>✕<\/b> 1 does not hold/);
});

test('an undecided claim says at which budget it would be decided', async (t) => {
  const needs = { parameter: 'train.with.updates', atLeast: 100_000 };
  const budget = { what: 'updates', needed: 100_000, given: 1500 };
  const { page } = await report({
    pipeline: pipeline({ ...claim, needs, budget }),
    inputs: { 'claim:top-layer': cells },
  });
  t.regex(page, /<b>○<\/b> undecided at this budget/);
  t.regex(
    page,
    /Undecided at this budget<\/h2>.*needs 100,000 updates, had 1,500 <code>train\.with\.updates</s,
  );
  t.false(page.includes('</b> holds'));
});

test('a claim may be relative to tables of another stage', async (t) => {
  const relative = { ...claim, relativeTo: { of: 'other.activations', where: { layer: 1 } } };
  const { verdicts } = await report({
    pipeline: pipeline(relative),
    inputs: {
      'claim:top-layer': cells,
      'claim:top-layer:relativeTo': tableInput('activations', description, [{ layer: 1, sd: 0.5 }]),
    },
  });
  t.like(verdicts, { claims: [{ measured: 0.03 / 0.5 }] });
});

test('the page stands alone: nothing is fetched and nothing is run', async (t) => {
  const { page } = await report({
    pipeline: pipeline(claim),
    inputs: { figures: await figure(), 'claim:top-layer': cells },
  });
  t.false(/<script|<link|<iframe|@import|\ssrc="(?!data:)|\shref="(?!#)|url\((?!#)/i.test(page));
});

test('two figures in one page share no identifier, and every reference has its target', async (t) => {
  const figures = [await figure(), await figure(), inputOf((await drawErrors(errorRows([1, 2]))).outputs)];
  const { page } = await report({ pipeline: pipeline(claim), inputs: { figures, 'claim:top-layer': cells } });
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  t.true(ids.length > 5);
  t.is(new Set(ids).size, ids.length);
  for (const [, target] of page.matchAll(/(?:href="#|url\(#)([^")]*)/g)) t.true(ids.includes(target), target);
});

test('sections hold their text and figures in order; figures that none names come last', async (t) => {
  const figures = [inputOf((await drawErrors(errorRows([1, 2]), { id: 'other' })).outputs), await figure()];
  const sections = [
    {
      heading: 'Before training',
      text: 'One.\n\nTwo.',
      figures: ['figure-06'],
      paper: 'Layers differ.',
      sheets: false,
    },
  ];
  const { page } = await report({ parameters: { sections }, pipeline: pipeline(), inputs: { figures } });
  t.regex(
    page,
    /Before training.*<p>One\.<\/p>\s*<p>Two\.<\/p>.*Layers differ\..*>figure-06<\/a>.*Other figures.*>other<\/a>/s,
  );
});

test('a section that names an unknown figure is refused with the names there are', async (t) => {
  const sections = [{ heading: '', text: '', figures: ['figure-7'], paper: '', sheets: false }];
  await t.throwsAsync(
    report({ parameters: { sections }, pipeline: pipeline(), inputs: { figures: await figure() } }),
    {
      instanceOf: BadInput,
      message: /^sections\.0\.figures\.0 {2}is "figure-7", .* {2}Did you mean figure-06\?/,
    },
  );
});

test('hostile text from pipeline, matrix and descriptions stays text', async (t) => {
  const hostile = `</style></title><script>alert("1")</script><!-- provenance -->'\u0000`;
  const table = cell(hostile, [0.3, 0.03], { title: hostile, failure: hostile });
  const { page } = await report({
    parameters: {
      sections: [{ heading: hostile, text: hostile, figures: [], paper: hostile, sheets: false }],
    },
    pipeline: {
      name: hostile,
      title: hostile,
      description: hostile,
      claims: [{ ...claim, statement: hostile, source: hostile, where: { scheme: hostile, layer: 2 } }],
    },
    inputs: {
      figures: inputOf(
        (
          await drawErrors(errorRows([1, 2], hostile), {
            title: hostile,
            caption: hostile,
            series: ['split'],
          })
        ).outputs,
      ),
      tables: table,
      'claim:top-layer': table,
    },
  });
  t.false(page.includes('<script'));
  t.false(page.includes('\u0000'));
  t.is(page.split('</style>').length, 2);
  t.is(page.split('</title>').length, 2);
  t.is(page.split('<!-- provenance -->').length, 2);
});

test('an SVG that is more than a drawing is not put into the page', async (t) => {
  const artifact = inputArtifact({
    bytes: Buffer.from('<svg onload="alert(1)"></svg>'),
    mediaType: 'image/svg+xml',
    description: { id: 'figure' },
  });
  const figures = { cell: {}, artifacts: { svg: artifact } };
  await t.throwsAsync(report({ pipeline: pipeline(), inputs: { figures } }), { instanceOf: RangeError });
});

test('a computation that ended early is said at the top, once', async (t) => {
  const failed = cell('standard', [0.3, 0.03], { failure: 'diverged at update 312' });
  const { page } = await report({
    pipeline: pipeline(claim),
    inputs: { tables: failed, 'claim:top-layer': failed },
  });
  t.is(page.split('scheme standard: diverged at update 312').length, 2);
  t.true(page.indexOf('diverged at update 312') < page.indexOf('<section'));
});

test('a figure drawn from a failed computation carries the failure into its caption and the page', async (t) => {
  const drawn = await drawErrors(errorRows([1, 2]), {}, { failure: 'diverged at update 312' });
  t.is(outputOf(drawn, 'svg').description.caption, 'Diverged at update 312.');
  const { page } = await report({ pipeline: pipeline(), inputs: { figures: inputOf(drawn.outputs) } });
  t.regex(page, /1 computation ended early<\/h2>\s*<ul><li>diverged at update 312<\/li>/);
});

test('sheets are shown as pictures within the page, tables with all their rows', async (t) => {
  const bytes = Buffer.from(encodePng({ width: 1, height: 1, data: new Uint8Array(3) }));
  const sheet = inputArtifact({ bytes, mediaType: 'image/png', description: { title: 'Ninety images' } });
  const { page } = await report({
    pipeline: pipeline(),
    inputs: { sheets: { cell: {}, artifacts: { sheet } }, tables: cells },
  });
  t.true(page.includes(`<img src="data:image/png;base64,${bytes.toString('base64')}" alt="Ninety images">`));
  t.is(page.split('<tr>').length - 1, 2 * 3);
  t.true(page.includes(`id="artifact-${digestOf(bytes)}"`));
});

test('a report is the same bytes when made again, and leaves one place for its provenance', async (t) => {
  const make = async (): Promise<string> =>
    (
      await report({
        pipeline: pipeline(claim),
        inputs: { figures: await figure(), 'claim:top-layer': cells },
      })
    ).page;
  const page = await make();
  t.is(await make(), page);
  t.is(page.split('<!-- provenance -->').length, 2);
});

test('a pipeline that is not what the plan promises is refused', async (t) => {
  await t.throwsAsync(report({ pipeline: { name: 'quickstart' } }), { instanceOf: TypeError });
});

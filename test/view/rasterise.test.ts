import { execFileSync } from 'node:child_process';
import test from 'ava';
import { decode } from 'fast-png';
import { digestOf } from '../../src/artifact/digest.js';
import { encodePng, pixelsOf, rasterise } from '../../src/view/rasterise.js';

const drawing = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="80">${content}</svg>`;

const text = (words: string, family = 'DejaVu Sans'): string =>
  `<text x="8" y="24" font-family="${family}" font-size="14">${words}</text>`;

const sample = drawing(
  `${text('layer 1: ∂C/∂s ± sd')}<path d="M120 40L200 70" stroke="#3f90da" stroke-width="1.5" stroke-dasharray="4 2"/>`,
);

const ink = (data: Uint8Array): number => data.filter((value) => value < 128).length;

test('a small drawing with text has the same bytes on every machine', async (t) => {
  const digest: string = digestOf(await rasterise(sample, { scale: 2 }));
  t.is(digest, 'c2e5ca1a7517f0785b1d5d0d70c04dab0e2bc20ba2396793578f4232cbb590c1');
});

test('fonts, language, home and processor choices of the environment do not enter the picture', async (t) => {
  const here = digestOf(await rasterise(sample));
  t.is(digestInEnvironment({}), here);
  const other = {
    HOME: '/nowhere',
    LANG: 'sr_RS.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
    FC_LANG: 'sr',
    PANGO_LANGUAGE: 'sr',
  };
  const fonts = { FONTCONFIG_FILE: '/etc/fonts/fonts.conf', FONTCONFIG_PATH: '/etc/fonts' };
  t.is(
    digestInEnvironment({ ...other, ...fonts, PIXMAN_DISABLE: 'fast mmx sse2 ssse3 arm-simd arm-neon' }),
    here,
  );
});

function digestInEnvironment(environment: Record<string, string>): string {
  const address = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
  const program = `
    import { rasterise } from ${address('../../src/view/rasterise.js')};
    import { digestOf } from ${address('../../src/artifact/digest.js')};
    console.log('\\n' + digestOf(await rasterise(process.argv[1])));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program, sample], {
    env: { PATH: process.env.PATH, ...environment },
    encoding: 'utf8',
  });
  return output.trim().split('\n').at(-1) ?? '';
}

test('text is drawn as letters, not as empty boxes', async (t) => {
  const [words, boxes, nothing] = await Promise.all(
    [text('layer'), text('\u{10FFFD}'.repeat(5)), ''].map((content) => pixelsOf(drawing(content))),
  );
  t.is(ink(nothing?.data ?? new Uint8Array()), 0);
  t.true(ink(words?.data ?? new Uint8Array()) > 100);
  t.notDeepEqual(words, boxes);
});

test('a family that is not shipped is drawn in the shipped sans-serif', async (t) => {
  t.deepEqual(
    await pixelsOf(drawing(text('layer', 'Helvetica, sans-serif'))),
    await pixelsOf(drawing(text('layer'))),
  );
});

test('width gives the width of the picture in pixels', async (t) => {
  const { width, height } = decode(await rasterise(sample, { width: 360 }));
  t.deepEqual({ width, height }, { width: 360, height: 120 });
});

test('transparent parts show white paper', async (t) => {
  const { data } = await pixelsOf(drawing('<rect width="240" height="80" fill="#000" fill-opacity="0.2"/>'));
  t.true(data.every((value) => value === 204));
});

test('the PNG holds exactly the pixels', async (t) => {
  const pixels = await pixelsOf(sample);
  const { data, channels } = decode(encodePng(pixels));
  t.is(channels, 3);
  t.deepEqual(Uint8Array.from(data), pixels.data);
});

test('what is not an SVG is refused', async (t) => {
  await t.throwsAsync(rasterise('no drawing'), {
    instanceOf: RangeError,
    message: 'the SVG cannot be drawn',
  });
});

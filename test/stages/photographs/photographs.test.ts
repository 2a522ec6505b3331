import { decode } from 'fast-png';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import sharp from 'sharp';
import { digestOf } from '../../../src/artifact/digest.js';
import { decodeTensors, tensorOf } from '../../../src/artifact/tensors.js';
import { declaration } from '../../../stages/photographs/declaration.js';
import { run } from '../../../stages/photographs/run.js';
import { outputOf, runStage, type RanStage, type StageSetting } from '../in-memory.js';
import { refusalOf } from '../refusal.js';
import { temporaryFolder, type Files } from '../temporary-folder.js';
import { announcing, greyPng, jpegOf } from './pictures.js';

type Setting = StageSetting<(typeof declaration)['parameters']>;

const parts = ['train', 'validation', 'test'];
const small = { height: 3, width: 3, train: 3, validation: 1, test: 2 };

/** Seven images in each of two classes, told apart by their grey level: 10, 11, … dark, 210, 211, … light. */
async function twoClasses(): Promise<Files> {
  const files: Record<string, Uint8Array> = {};
  for (let index = 0; index < 7; index += 1) {
    files[`dark/${index}.png`] = await greyPng(flatRows(10 + index));
    files[`light/${index}.png`] = await greyPng(flatRows(210 + index));
  }
  return files;
}

function flatRows(level: number): number[][] {
  return Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => level));
}

async function photographs(t: ExecutionContext, files: Files, changed: Setting['parameters'] = {}) {
  const directory = await temporaryFolder(t, files);
  return runStage(declaration, run, { parameters: { ...small, ...changed, directory } });
}

async function refusal(t: ExecutionContext, files: Files): Promise<string> {
  const directory = await temporaryFolder(t, files);
  return refusalOf(() => runStage(declaration, run, { parameters: { ...small, directory } }), directory);
}

/** The part's shape, the first pixel of each image (which tells them apart) and the labels. */
function examples(ran: RanStage, part: string) {
  const tensors = decodeTensors(outputOf(ran, part).bytes);
  const { shape, data } = tensorOf(tensors, 'images', 'U8');
  return {
    shape,
    first: [...data].filter((_, at) => at % 9 === 0),
    labels: [...tensorOf(tensors, 'labels', 'U8').data],
  };
}

test('each part has its images and labels, every class alike', async (t) => {
  const ran = await photographs(t, await twoClasses());
  for (const [part, perClass] of [
    ['train', 3],
    ['validation', 1],
    ['test', 2],
  ] as const) {
    // prettier-ignore
    const { shape, first, labels } = examples(ran, part);
    t.deepEqual(shape, [2 * perClass, 3, 3]);
    t.deepEqual(labels, Array.from({ length: perClass }, () => [0, 1]).flat());
    t.deepEqual(first.map((level) => (level < 128 ? 0 : 1)), labels); // prettier-ignore
  }
  const seen = parts.flatMap((part) => examples(ran, part).first);
  t.is(new Set(seen).size, 12);
});

test('every part says its size, its classes and its range', async (t) => {
  const ran = await photographs(t, await twoClasses(), { range: [-1, 1] });
  const description = { height: 3, width: 3, classes: ['dark', 'light'], range: [-1, 1] };
  for (const [part, title] of [
    ['train', 'training'],
    ['validation', 'validation'],
    ['test', 'test'],
  ] as const)
    t.deepEqual(outputOf(ran, part).description, {
      ...{ title: `Photographs, ${title}`, ...description },
      count: examples(ran, part).labels.length,
    });
});

test('a sheet shows the training images of each class', async (t) => {
  const ran = await photographs(t, await twoClasses());
  const { width, data } = decode(outputOf(ran, 'sheet').bytes);
  // Rows are 2 × 3 + 4 pixels high from 4 on, and images are 230 from the left.
  const shown = [0, 1].map((row) => data[3 * ((4 + 10 * row) * width + 230)]);
  t.deepEqual(shown, examples(ran, 'train').first.slice(0, 2));
});

test('the same files and seed make the same bytes, another seed makes others', async (t) => {
  const files = await twoClasses();
  const [first, second] = [await photographs(t, files), await photographs(t, files)];
  for (const part of parts) t.deepEqual(outputOf(first, part).bytes, outputOf(second, part).bytes);
  const other = await photographs(t, files, { seed: 2 });
  t.notDeepEqual(outputOf(other, 'train').bytes, outputOf(first, 'train').bytes);
});

test('a small data set has the digests it always had', async (t) => {
  const ran = await photographs(t, await twoClasses());
  t.deepEqual(
    parts.map((part) => digestOf(outputOf(ran, part).bytes)),
    [
      'f983e794798cac2a5cffcd137362fab5c718492f9e8ac5662c9c882c342179f1',
      'bde574f0a40bff7ff9de3672fa7c54d1a41cad581c7d666d91e31aa6032321eb',
      '98511671d9202fa2758400c88eb494015ef70590b2668b614122a203e532e8f2',
    ],
  );
});

test('PNG and JPEG files may be mixed', async (t) => {
  const files = { ...(await twoClasses()), 'dark/3.png': await jpegOf([13, 13, 13]) };
  const [mixed, plain] = [await photographs(t, files), await photographs(t, await twoClasses())];
  for (const part of parts) t.deepEqual(outputOf(mixed, part).bytes, outputOf(plain, part).bytes);
});

test('every class with too few images is named, with what it has and what is needed', async (t) => {
  const files = { ...(await twoClasses()), 'few/0.png': new Uint8Array(), 'less/0.png': new Uint8Array() };
  const rule =
    'this class has 1 of the 6 images that are needed: 3 for training, 1 for validation, 2 for test.';
  t.is(
    await refusal(t, files),
    ['few', 'less']
      .map((name) => `data/${name}  ${rule}  Add images, or lower \`train\`, \`validation\` or \`test\`.`)
      .join('\n'),
  );
});

test('every image that cannot be read is named', async (t) => {
  const huge = await announcing(100_000, 100_000);
  const spoiled = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`huge/${index}.png`, huge]));
  const text = await refusal(t, { ...(await twoClasses()), ...spoiled });
  const places = text.split('\n').map((line) => line.replace(/ {2}it is 100000 × 100000 pixels; .*/, ''));
  t.deepEqual(places.sort(), Object.keys(spoiled).map((name) => `data/${name}`)); // prettier-ignore
});

test('progress counts every image once', async (t) => {
  const { progress } = await photographs(t, await twoClasses());
  t.deepEqual(progress.at(-1), { done: 12, total: 12, unit: 'images' });
});

test('a run that is asked to stop stops', async (t) => {
  const directory = await temporaryFolder(t, await twoClasses());
  const signal = AbortSignal.abort(new Error('stopped'));
  await t.throwsAsync(runStage(declaration, run, { parameters: { ...small, directory }, signal }), {
    message: 'stopped',
  });
});

test('what a photograph says of itself reaches no artifact', async (t) => {
  const words = '<script>alert(1)</script>\u001b[31m';
  const files = await twoClasses();
  const talking = Object.entries(files).map(async ([name, bytes]): Promise<[string, Uint8Array]> => {
    const image = sharp(bytes).withExif({ IFD0: { ImageDescription: words, Artist: words } });
    return [
      name,
      await image.withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${words}</x:xmpmeta>`).png().toBuffer(),
    ];
  });
  const quiet = await photographs(t, files);
  const { outputs } = await photographs(t, Object.fromEntries(await Promise.all(talking)));
  for (const [name, { bytes, description }] of Object.entries(outputs)) {
    t.is(digestOf(bytes), digestOf(outputOf(quiet, name).bytes), name);
    t.deepEqual(description, outputOf(quiet, name).description);
  }
});

test('classes may be called anything that a folder may', async (t) => {
  const files = await twoClasses();
  const hostile = ['<b>"x" & \u001b[31m', '__proto__'];
  const renamed = Object.entries(files).map(([name, bytes]): [string, Uint8Array] => [
    name.replace('dark', hostile[0] ?? '').replace('light', hostile[1] ?? ''),
    bytes,
  ]);
  const ran = await photographs(t, Object.fromEntries(renamed));
  t.deepEqual(outputOf(ran, 'train').description.classes, hostile);
  t.true(outputOf(ran, 'sheet').bytes.length > 0);
});

test('a file too large to be a photograph is refused by its size', async (t) => {
  const directory = await temporaryFolder(t, await twoClasses());
  for (let index = 0; index < 7; index += 1) await truncate(join(directory, `dark/${index}.png`), 2 ** 40);
  const refused = await refusalOf(
    () => runStage(declaration, run, { parameters: { ...small, directory } }),
    directory,
  );
  t.regex(refused, /it has 1099511627776 bytes; at most 268435456 are read/);
});

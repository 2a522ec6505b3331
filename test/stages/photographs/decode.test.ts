import test from 'ava';
import { decode } from 'fast-png';
import sharp from 'sharp';
import { decodePhotograph } from '../../../stages/photographs/decode.js';
import { refusalOf } from '../refusal.js';
import { announcing, detailed, flat, greyPng, jpegOf, pngOf } from './pictures.js';

const remedy = 'Get the file again, save it anew as JPEG or PNG, or take it out of the folder.';

async function levelsOf(bytes: Buffer): Promise<number[]> {
  return [...(await decodePhotograph('f', bytes)).levels];
}

function all(level: number, count = 48): number[] {
  return Array.from({ length: count }, () => level);
}

test('PNG and JPEG files of the same flat colour have the same grey levels', async (t) => {
  t.deepEqual(await levelsOf(await pngOf([200, 100, 50])), all(124));
  t.deepEqual(await levelsOf(await jpegOf([200, 100, 50])), all(124));
});

test('a PNG file has the levels that another decoder finds', async (t) => {
  const png = await detailed().toColourspace('b-w').png().toBuffer();
  t.deepEqual(await levelsOf(png), [...decode(png).data]);
});

test('height and width are not mixed up', async (t) => {
  const { height, width, levels } = await decodePhotograph('f', await greyPng([[1, 2, 3], [4, 5, 6]])); // prettier-ignore
  t.deepEqual([height, width, [...levels]], [2, 3, [1, 2, 3, 4, 5, 6]]);
});

test('a photograph is turned as its EXIF orientation says', async (t) => {
  const turned = await sharp(await greyPng([[10, 20, 30], [40, 50, 60]])).withMetadata({ orientation: 6 }).png().toBuffer(); // prettier-ignore
  const { height, width, levels } = await decodePhotograph('f', turned);
  t.deepEqual([height, width, [...levels]], [3, 2, [40, 10, 50, 20, 60, 30]]);
});

test('a progressive JPEG file is read like any other', async (t) => {
  t.deepEqual(await levelsOf(await flat([90, 90, 90]).jpeg({ progressive: true }).toBuffer()), all(90));
});

test('an embedded colour profile changes nothing', async (t) => {
  const stored = await flat([200, 100, 50]).withIccProfile('p3').png().toBuffer();
  const { data } = await sharp(stored, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
  const withoutProfile = await sharp(data, { raw: { width: 8, height: 6, channels: 3 } }).png().toBuffer(); // prettier-ignore
  t.not((await sharp(stored).metadata()).icc, undefined);
  t.deepEqual(await levelsOf(stored), await levelsOf(withoutProfile));
});

test('16-bit samples keep their upper 8 bits', async (t) => {
  const raw = { width: 2, height: 1, channels: 1 } as const;
  const deep = sharp(Uint16Array.of(0x7fff, 0x8000), { raw }).toColourspace('grey16').png();
  t.deepEqual(await levelsOf(await deep.toBuffer()), [127, 128]);
});

test('transparent pixels are shown on white', async (t) => {
  const raw = { width: 2, height: 1, channels: 4 } as const;
  const png = sharp(Uint8Array.of(0, 0, 0, 0, 10, 10, 10, 255), { raw }).png();
  t.deepEqual(await levelsOf(await png.toBuffer()), [255, 10]);
});

test('a JPEG file of printing inks becomes grey', async (t) => {
  const inks = await flat([200, 200, 200]).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
  t.is((await sharp(inks).metadata()).space, 'cmyk');
  const white = await flat([255, 255, 255]).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
  t.deepEqual(await levelsOf(white), all(255));
  const levels = await levelsOf(inks);
  t.true(levels.every((level) => level > 150 && level < 230));
});

test('an image of too many pixels is refused by its header', async (t) => {
  t.is(
    await refusalOf(async () => decodePhotograph('f', await announcing(100_000, 100_000))),
    `f  it is 100000 × 100000 pixels; at most 100000000 in all are read.  ${remedy}`,
  );
});

test('a JPEG file that is cut off is refused', async (t) => {
  const bytes = await detailed().jpeg().toBuffer();
  t.is(
    await refusalOf(() => decodePhotograph('f', bytes.subarray(0, bytes.length / 2))),
    `f  it cannot be decoded (VipsJpeg: premature end of JPEG image).  ${remedy}`,
  );
});

test('a JPEG file with spoiled bytes is refused', async (t) => {
  const bytes = await detailed().jpeg().toBuffer();
  const middle = bytes.length >> 1;
  const spoiled = Buffer.concat([
    bytes.subarray(0, middle),
    Buffer.from(Array.from({ length: 60 }, (_, at) => at * 31)),
    bytes.subarray(middle + 60),
  ]);
  t.regex(
    await refusalOf(() => decodePhotograph('f', spoiled)),
    /^f {2}it cannot be decoded \(VipsJpeg: Corrupt JPEG data: .*\)\. {2}Get the file again/,
  );
});

test('a PNG file with a spoiled byte is refused', async (t) => {
  const bytes = await detailed().png().toBuffer();
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  t.regex(await refusalOf(() => decodePhotograph('f', bytes)), /^f {2}it cannot be decoded \(/);
});

test('a file of another format is refused, whatever its name', async (t) => {
  const text = `f  its content is neither JPEG nor PNG, whatever its name says.  ${remedy}`;
  const webp = await flat([1, 2, 3]).webp().toBuffer();
  t.is(await refusalOf(() => decodePhotograph('f', webp)), text);
  t.is(await refusalOf(() => decodePhotograph('f', Buffer.alloc(0))), text);
  t.is(await refusalOf(() => decodePhotograph('f', Buffer.from('<svg/>'))), text);
});

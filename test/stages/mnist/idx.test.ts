import test from 'ava';
import { gzipSync } from 'node:zlib';
import { largestFile, parseImages, parseLabels } from '../../../stages/mnist/idx.js';
import { refusalOf } from '../refusal.js';
import { countedImages, countedLabels, idx } from './fixture.js';

const again = 'Get the file again from the MNIST database.';

test('images are read with their count, height and width', (t) => {
  const { count, height, width, images } = parseImages('images', countedImages(2, 2, 3));
  t.deepEqual([count, height, width], [2, 2, 3]);
  t.deepEqual([...images], [0, 1, 2, 3, 4, 5, 1, 1, 2, 3, 4, 5]);
});

test('gzipped and plain files are read alike', (t) => {
  t.deepEqual(parseLabels('labels', gzipSync(countedLabels(12))), parseLabels('labels', countedLabels(12)));
});

test('a file of another kind is refused with the number it begins with', async (t) => {
  t.is(
    await refusalOf(() => parseImages('f', countedLabels(20))),
    `f  it begins with 0x00000801, the number of a file of labels; an IDX file of images begins with 0x00000803.  ${again}`,
  );
  t.is(
    await refusalOf(() => parseLabels('f', Buffer.from('<!doctype html>'))),
    `f  it begins with 0x3c21646f; an IDX file of labels begins with 0x00000801.  ${again}`,
  );
});

test('a file that is cut off, or too long, is refused with both lengths', async (t) => {
  const whole = countedImages(2, 2, 3);
  t.is(
    await refusalOf(() => parseImages('f', whole.subarray(0, 20))),
    `f  its header announces 2 × 2 × 3 values, 28 bytes with the header, but it has 20: it is cut off.  ${again}`,
  );
  t.is(
    await refusalOf(() => parseImages('f', Buffer.concat([whole, Buffer.alloc(3)]))),
    `f  its header announces 2 × 2 × 3 values, 28 bytes with the header, but it has 31: bytes follow its end.  ${again}`,
  );
  t.is(
    await refusalOf(() => parseLabels('f', Buffer.alloc(5))),
    `f  it has 5 bytes; an IDX header alone has 8.  ${again}`,
  );
});

test('a header with absurd sizes is refused without taking memory for them', async (t) => {
  const size = 2 ** 32 - 1;
  t.regex(
    await refusalOf(() => parseImages('f', idx([size, size, size], new Uint8Array(4)))),
    /^f {2}its header announces 4294967295 × 4294967295 × 4294967295 values, .* but it has 20: it is cut off\./,
  );
  t.is(
    await refusalOf(() => parseImages('f', idx([size, 0, 28], new Uint8Array()))),
    `f  its header announces 4294967295 × 0 × 28 bytes: nothing.  ${again}`,
  );
});

test('a label above 9 is refused with its place and value', async (t) => {
  t.is(
    await refusalOf(() => parseLabels('f', idx([3], Uint8Array.of(1, 9, 10)))),
    `f  label 2 is 10; MNIST's labels are the digits 0 to 9.  ${again}`,
  );
});

test('corrupt gzip data are refused', async (t) => {
  const gzipped = gzipSync(countedImages(40, 8, 8));
  t.is(
    await refusalOf(() => parseImages('f', gzipped.subarray(0, 60))),
    `f  its gzip data are cut off.  ${again}`,
  );
  const flipped = Buffer.from(gzipped);
  flipped.writeUInt32LE(0, flipped.length - 8);
  t.is(
    await refusalOf(() => parseImages('f', flipped)),
    `f  its gzip data are corrupt (incorrect data check).  ${again}`,
  );
});

test('a gzip file that unpacks to more than any MNIST file is refused', async (t) => {
  // Members of one gzip file follow one another, so a bomb is cheap to make.
  const member = gzipSync(Buffer.alloc(2 ** 24));
  const bomb = Buffer.concat(Array.from({ length: largestFile / 2 ** 24 + 1 }, () => member));
  t.is(
    await refusalOf(() => parseImages('f', bomb)),
    `f  it unpacks to more than 268435456 bytes, which no MNIST file does.  ${again}`,
  );
});

import test from 'ava';
import { decode } from 'fast-png';
import { digestOf } from '../../src/artifact/digest.js';
import type { Examples } from '../../src/data/examples.js';
import { contactSheet } from '../../src/view/contact-sheet.js';

/** Images of 2 × 2 pixels whose grey level is 10 times their number; labels 0, 1, 0, 1, …, of three classes. */
const examples: Examples = {
  description: { title: 'Test', height: 2, width: 2, classes: ['even', 'odd <&>', 'none'], range: [0, 1] },
  count: 20,
  read: (first, images, labels) => {
    images.fill(10 * first);
    labels.fill(first % 2);
  },
};

/** The grey level of the image in a row and column; images are 4 × 4 on the sheet, 4 apart, from (230, 4) on. */
function greyAt(png: Uint8Array, row: number, column: number, inset = 0): number | undefined {
  const { width, data } = decode(png);
  return data[3 * ((4 + 8 * row + inset) * width + 230 + 8 * column + inset)];
}

test('shows the first examples of each class in its row, and leaves white what is missing', async (t) => {
  const png = await contactSheet(examples, 3);
  const greys = [0, 1, 2].map((row) => [0, 1, 2].map((column) => greyAt(png, row, column)));
  t.deepEqual(greys, [
    [0, 20, 40],
    [10, 30, 50],
    [255, 255, 255],
  ]);
});

test('each pixel is two pixels wide and high, without smoothing', async (t) => {
  const png = await contactSheet(examples, 2);
  t.deepEqual(
    [0, 1, 2, 3, 4].map((inset) => greyAt(png, 1, 1, inset)),
    [30, 30, 30, 30, 255],
  );
});

test('each row has its class name beside it', async (t) => {
  const { width, data } = decode(await contactSheet(examples, 1));
  const dark = [0, 1, 2].map((row) => {
    const line = Array.from({ length: 8 }, (_, y) =>
      data.subarray(3 * (4 + 8 * row + y) * width).subarray(0, 600),
    );
    return line.some((pixels) => pixels.some((value) => value < 128));
  });
  t.deepEqual(dark, [true, true, true]);
});

test('of more classes than have room the first are shown', async (t) => {
  const large: Examples = {
    description: {
      title: 'Test',
      height: 1000,
      width: 1,
      classes: ['a', 'b', 'c', 'd', 'e', 'f'],
      range: [0, 1],
    },
    count: 6,
    read: (first, images, labels) => {
      images.fill(0);
      labels.fill(5 - first);
    },
  };
  const { height, width, data } = decode(await contactSheet(large, 1));
  t.is(height, 4 + 4 * 2004);
  t.deepEqual([0, 1, 2, 3].map((row) => data[3 * ((4 + 2004 * row) * width + 230)]), [0, 0, 0, 0]); // prettier-ignore
});

test('its bytes are pinned', async (t) => {
  t.is(
    String(digestOf(await contactSheet(examples, 3))),
    'dc985006f123e23d17143b752f37432767dad852aaa1eec673d3da44fe0ecab8',
  );
});

test('an image of three planes is shown in colour', async (t) => {
  const colour: Examples = {
    description: { title: 'Test', height: 1, width: 2, channels: 3, classes: ['a'], range: [0, 1] },
    count: 1,
    read: (_, images, labels) => {
      images.set([1, 2, 11, 12, 21, 22]);
      labels.fill(0);
    },
  };
  const { width, data } = decode(await contactSheet(colour, 1));
  const pixels = [0, 1, 2, 3].map((x) => [...data.subarray(3 * (4 * width + 230 + x)).subarray(0, 3)]);
  t.deepEqual(pixels, [[1, 11, 21], [1, 11, 21], [2, 12, 22], [2, 12, 22]]); // prettier-ignore
});

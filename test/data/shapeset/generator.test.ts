import test from 'ava';
import fc from 'fast-check';
import { digestOf } from '../../../src/artifact/digest.js';
import { Draws } from '../../../src/random/draws.js';
import { shapesetDescription } from '../../../src/data/shapeset/description.js';
import {
  drawScene,
  labelOf,
  newScene,
  paintScene,
  shapesetExamples,
  type Scene,
} from '../../../src/data/shapeset/generator.js';
import { fillPolygon } from '../../../src/data/shapeset/polygon.js';
import type { Shape } from '../../../src/data/shapeset/shape.js';

const pixels = 1024;
const scenes = 60_000;

function examples(seed = 1, count = Infinity) {
  return shapesetExamples(seed, 'train images', count, shapesetDescription('train', [0, 1], 'stream'));
}

function read(first: number, count: number): { images: Uint8Array; labels: Uint8Array } {
  const [images, labels] = [new Uint8Array(count * pixels), new Uint8Array(count)];
  examples().read(first, images, labels);
  return { images, labels };
}

function forScenes(count: number, look: (scene: Scene) => void): void {
  const draws = new Draws(1, 'train images', 0);
  const scene = newScene();
  for (let item = 0; item < count; item += 1) {
    draws.moveTo(item);
    drawScene(draws, scene);
    look(scene);
  }
}

function areaOf(shape: Shape): number {
  const image = new Uint8Array(pixels);
  fillPolygon(image, 0, shape, 1);
  return image.reduce((sum, pixel) => sum + pixel, 0);
}

test('any range alone has the images and labels it has among all', (t) => {
  const all = read(0, 60);
  fc.assert(
    fc.property(fc.nat(50), fc.nat(9), (first, count) => {
      const { images, labels } = read(first, count);
      t.deepEqual(images, all.images.slice(first * pixels, (first + count) * pixels));
      t.deepEqual(labels, all.labels.slice(first, first + count));
    }),
    { numRuns: 50 },
  );
});

test('reading leaves no trace: the same examples again, in another order, are the same', (t) => {
  const stream = examples();
  const [once, again] = [new Uint8Array(pixels), new Uint8Array(pixels)];
  const label = new Uint8Array(1);
  stream.read(7, once, label);
  for (const other of [1_000_000_007, 3, 2 ** 40]) stream.read(other, again, label);
  stream.read(7, again, label);
  t.deepEqual(again, once);
});

test('the first 1000 images and labels are pinned', (t) => {
  const { images, labels } = read(0, 1000);
  t.is(String(digestOf(images)), 'c8462f23d0b9764decd98112229b0acab45b97a9161061be64b8815d71cc02fd');
  t.is(String(digestOf(labels)), '27732c64909513c95aa00a35270f35d6ccc70605314e051501a847a05effa4fd');
});

test('another seed and another purpose give other images', (t) => {
  const description = shapesetDescription('train', [0, 1], 'stream');
  const all = [
    shapesetExamples(1, 'train images', 1, description),
    shapesetExamples(2, 'train images', 1, description),
    shapesetExamples(1, 'validation images', 1, description),
    shapesetExamples(1, 'test images', 1, description),
  ].map((one) => {
    const image = new Uint8Array(pixels);
    one.read(0, image, new Uint8Array(1));
    return digestOf(image);
  });
  t.is(new Set(all).size, 4);
});

test('a range beyond the last example is refused', (t) => {
  const few = examples(1, 5);
  t.notThrows(() => {
    few.read(3, new Uint8Array(2 * pixels), new Uint8Array(2));
  });
  t.throws(
    () => {
      few.read(4, new Uint8Array(2 * pixels), new Uint8Array(2));
    },
    { instanceOf: RangeError },
  );
});

test('classes come up as often as they should: singles 1/6, mixed pairs 1/9, pairs of a type 1/18', (t) => {
  const expected = [3, 3, 3, 2, 2, 2, 1, 1, 1].map((eighteenths) => (scenes * eighteenths) / 18);
  const seen = expected.map(() => 0);
  forScenes(scenes, (scene) => {
    const label = labelOf(scene);
    seen[label] = (seen[label] ?? 0) + 1;
  });
  const chiSquare = expected.reduce(
    (sum, times, label) => sum + ((seen[label] ?? 0) - times) ** 2 / times,
    0,
  );
  t.true(chiSquare < 26.1, `χ² with 8 degrees of freedom: ${chiSquare}`);
});

test('shapes have the mean areas that follow from the steps', (t) => {
  const none = () => [0, 1, 2].map(() => ({ count: 0, area: 0 }));
  const [all, alone] = [none(), none()];
  forScenes(20_000, ({ shown, rejections, first, second }) => {
    for (const shape of shown === 2 ? [first, second] : [first]) {
      const area = areaOf(shape);
      for (const sums of shown === 1 && rejections === 0 ? [all, alone] : [all]) {
        const sum = sums[shape.type];
        if (sum !== undefined) Object.assign(sum, { count: sum.count + 1, area: sum.area + area });
      }
    }
  });
  const means = (sums: ReturnType<typeof none>) => sums.map(({ count, area }) => area / count);
  const near = (found: readonly number[], expected: readonly number[]) =>
    found.every((mean, type) => Math.abs(mean / (expected[type] ?? 0) - 1) < 0.025);
  t.true(near(means(all), [79, 117, 174]), means(all).join());
  t.true(near(means(alone), [83, 128, 198]), means(alone).join());
});

test('a two-shape image has about 0.95 rejections, and its second shape is hardly ever dropped', (t) => {
  let [pairs, rejections, dropped] = [0, 0, 0];
  forScenes(scenes, (scene) => {
    if (scene.shown === 1 && scene.rejections === 0) return;
    pairs += 1;
    rejections += scene.rejections;
    if (scene.shown === 1) dropped += 1;
  });
  t.true(Math.abs(rejections / pairs - 0.95) < 0.05, `${rejections / pairs}`);
  t.true(dropped / pairs < 0.001, `${dropped}`);
});

test('greys are dark on bright or bright on dark, each half of the time', (t) => {
  let darkOnBright = 0;
  const met = new Set<number>();
  forScenes(scenes, ({ background, shown, first, second }) => {
    const foregrounds = shown === 2 ? [first.grey, second.grey] : [first.grey];
    for (const grey of [background, ...foregrounds]) met.add(grey);
    const isDark = (grey: number) => grey <= 114;
    if (!isDark(background)) darkOnBright += 1;
    if (foregrounds.some((grey) => isDark(grey) === isDark(background))) t.fail('both on one side');
  });
  const levels = [...met].sort((a, b) => a - b);
  t.deepEqual(levels, [...Array(115).keys(), ...[...Array(115).keys()].map((level) => 141 + level)]);
  t.true(Math.abs(darkOnBright / scenes - 0.5) < 0.01, `${darkOnBright}`);
});

test('the second shape hides about half of the first at most, a tenth on average', (t) => {
  let [pairs, most, sum] = [0, 0, 0];
  forScenes(20_000, ({ shown, first, second }) => {
    if (shown === 1) return;
    const image = new Uint8Array(pixels);
    fillPolygon(image, 0, first, 1);
    fillPolygon(image, 0, second, 0);
    const hidden = 1 - image.reduce((left, pixel) => left + pixel, 0) / areaOf(first);
    pairs += 1;
    most = Math.max(most, hidden);
    sum += hidden;
  });
  t.true(most > 0.4 && most < 0.55, `${most}`);
  t.true(Math.abs(sum / pairs - 0.1) < 0.01, `${sum / pairs}`);
});

test('an image is its background with the first shape on it and the second over that', (t) => {
  const [image, expected] = [new Uint8Array(pixels), new Uint8Array(pixels)];
  forScenes(300, (scene) => {
    paintScene(scene, image, 0);
    expected.fill(scene.background);
    for (const shape of scene.shown === 2 ? [scene.first, scene.second] : [scene.first])
      fillPolygon(expected, 0, shape, shape.grey);
    t.deepEqual(image, expected);
  });
});

test('the outermost pixels are background', (t) => {
  const { images } = read(0, 2000);
  for (let at = 0; at < images.length; at += pixels) {
    const image = images.subarray(at, at + pixels);
    const border = image.filter((_, pixel) => {
      const [row, column] = [Math.floor(pixel / 32), pixel % 32];
      return row === 0 || row === 31 || column === 0 || column === 31;
    });
    if (new Set(border).size !== 1) t.fail(`image ${at / pixels}`);
  }
  t.pass();
});

test('after a dropped shape the label is that of the shape that is left', (t) => {
  const draws = new Draws(1, 'train images', 210_748);
  const scene = newScene();
  drawScene(draws, scene);
  t.is(scene.rejections, 50);
  t.is(scene.shown, 1);
  t.is(labelOf(scene), scene.first.type);
  const image = new Uint8Array(pixels);
  paintScene(scene, image, 0);
  t.deepEqual(new Set(image), new Set([scene.background, scene.first.grey]));
});

import test from 'ava';
import { greyLevels } from '../../../stages/photographs/grey.js';

const everyLevel = Array.from({ length: 256 }, (_, level) => level);

test('a grey pixel keeps its level', (t) => {
  const data = Uint8Array.from(everyLevel.flatMap((level) => [level, level, level]));
  t.deepEqual([...greyLevels({ kind: 'rgb', data })], everyLevel);
});

test('red, green and blue weigh 0.299, 0.587 and 0.114', (t) => {
  const data = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 200, 100, 50);
  t.deepEqual([...greyLevels({ kind: 'rgb', data })], [76, 150, 29, 124]);
});

test('what is transparent is shown on white', (t) => {
  const data = Uint8Array.of(10, 10, 10, 255, 10, 10, 10, 0, 0, 0, 0, 128);
  t.deepEqual([...greyLevels({ kind: 'rgba', data })], [10, 255, 127]);
});

test('inks darken white paper', (t) => {
  const data = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 255, 255, 0, 55, 55, 55, 51);
  t.deepEqual([...greyLevels({ kind: 'cmyk', data })], [255, 0, 0, 76, 160]);
});

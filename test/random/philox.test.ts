import test from 'ava';
import { philox } from '../../src/random/philox.js';

/** Random123's known answers: four counter words, two key words, four output words. */
const knownAnswers = [
  '00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8',
  'ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd',
  '243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1',
];

for (const line of knownAnswers) {
  test(`gives the published words for ${line.slice(0, 8)}…`, (t) => {
    const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, k0 = 0, k1 = 0, ...expected] = line
      .split(' ')
      .map((word) => Number.parseInt(word, 16));
    const out = new Uint32Array(4);
    philox(out, c0, c1, c2, c3, k0, k1);
    t.deepEqual([...out], expected);
  });
}

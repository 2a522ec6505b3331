import test from 'ava';
import { decodeStream, encodeStream, streamExamples, type Stream } from '../../src/data/stream.js';
import { shapesetDescription } from '../../src/data/shapeset/description.js';

const endless: Stream = { generator: 'shapeset', seed: 3, purpose: 'train images' };

test('a stream’s bytes are canonical JSON, and pinned', (t) => {
  t.is(encodeStream(endless), '{"generator":"shapeset","purpose":"train images","seed":3}');
  t.is(
    encodeStream({ ...endless, count: 5 }),
    '{"count":5,"generator":"shapeset","purpose":"train images","seed":3}',
  );
});

test('what was written is read again', (t) => {
  for (const stream of [endless, { ...endless, count: 100 }])
    t.deepEqual(decodeStream(encodeStream(stream)), stream);
});

test('a text that is no stream is refused, with what is wrong', (t) => {
  const refused = (change: object, message: RegExp) =>
    t.throws(() => decodeStream(JSON.stringify({ ...endless, ...change })), {
      instanceOf: RangeError,
      message,
    });
  refused({ generator: 'toString' }, /generator/);
  refused({ purpose: 'fun' }, /purpose/);
  refused({ seed: -1 }, /seed/);
  refused({ count: 0.5 }, /count/);
  t.throws(() => decodeStream('[]'), { instanceOf: RangeError });
});

test('a stream has as many examples as it says, or no end', (t) => {
  const description = shapesetDescription('train', [0, 1], 'stream');
  t.is(streamExamples(endless, description).count, Infinity);
  t.is(streamExamples({ ...endless, count: 7 }, description).count, 7);
});

import test from 'ava';
import fc from 'fast-check';
import {
  decodeTensors,
  encodeTensors,
  tensorOf,
  tensorsInPieces,
  type TensorInPieces,
} from '../../src/artifact/tensors.js';

test('tensors are read back bit for bit', (t) => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true }), fc.uint8Array(), (floats, integers) => {
      const bytes = encodeTensors({
        weights: { type: 'F32', shape: [floats.length], data: floats },
        images: { type: 'U8', shape: [1, integers.length], data: integers },
      });
      const tensors = decodeTensors(bytes);
      t.deepEqual(bitsOf(tensorOf(tensors, 'weights', 'F32').data), bitsOf(floats));
      t.deepEqual(Uint8Array.from(tensorOf(tensors, 'images', 'U8').data), integers);
      t.deepEqual(tensorOf(tensors, 'images', 'U8').shape, [1, integers.length]);
    }),
  );
});

test('the bytes do not depend on the order in which tensors are given, and data begins at a multiple of 64', (t) => {
  const one = { type: 'U8', shape: [1], data: Uint8Array.of(1) } as const;
  const two = { type: 'F32', shape: [1], data: Float32Array.of(2) } as const;
  const bytes = encodeTensors({ one, two });
  t.deepEqual(bytes, encodeTensors({ two, one }));
  t.is((8 + Number(bytes.readBigUInt64LE(0))) % 64, 0);
});

test('a file that is cut off, or whose header lies about its data, is refused', (t) => {
  const bytes = encodeTensors({ a: { type: 'F32', shape: [4], data: new Float32Array(4) } });
  t.throws(() => decodeTensors(bytes.subarray(0, 4)), { instanceOf: RangeError });
  t.throws(() => decodeTensors(bytes.subarray(0, 40)), { instanceOf: RangeError });
  t.throws(() => decodeTensors(bytes.subarray(0, bytes.length - 1)), { message: /tensor a: its offsets/ });
  t.throws(() => tensorOf(decodeTensors(bytes), 'b', 'F32'), { message: /no tensor b/ });
  t.throws(() => tensorOf(decodeTensors(bytes), 'a', 'U8'), { message: /is F32, not U8/ });
});

async function gathered(tensors: Readonly<Record<string, TensorInPieces>>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of tensorsInPieces(tensors)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

test('tensors made piece by piece have the bytes of those that are held', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.float32Array(), fc.array(fc.uint8Array()), async (floats, pieces) => {
      const integers = Buffer.concat(pieces);
      const held = encodeTensors({
        weights: { type: 'F32', shape: [floats.length], data: floats },
        images: { type: 'U8', shape: [integers.length, 1], data: integers },
      });
      const made = await gathered({
        weights: { type: 'F32', shape: [floats.length], pieces: [bitsOf(floats)] },
        images: { type: 'U8', shape: [integers.length, 1], pieces },
      });
      t.deepEqual(made, held);
    }),
  );
});

test('pieces that are not what the shape needs are refused', async (t) => {
  for (const length of [3, 5])
    await t.throwsAsync(gathered({ a: { type: 'U8', shape: [4], pieces: [new Uint8Array(length)] } }), {
      instanceOf: RangeError,
      message: /tensor a: its shape is not its length/,
    });
});

function bitsOf(floats: Float32Array): Uint8Array {
  return Uint8Array.from(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
}

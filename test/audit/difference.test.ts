import test from 'ava';
import fc from 'fast-check';
import { encodeCsv, tableMediaType, type Row } from '../../src/artifact/table.js';
import { encodeTensors, tensorsMediaType } from '../../src/artifact/tensors.js';
import { differenceOf, differenceText, valueText, type Compared } from '../../src/audit/difference.js';

const columns = [
  { name: 'layer', type: 'text', title: 'layer' },
  { name: 'sd', type: 'number', title: 'sd' },
] as const;

function table(...rows: readonly Row[]): Compared {
  const description = { title: 'T', columns };
  return { mediaType: tableMediaType, description, bytes: Buffer.from(encodeCsv({ description, rows })) };
}

function network(weights: Float32Array, shape = [weights.length]): Compared {
  const bytes = encodeTensors({
    W1: { type: 'F32', shape: [1], data: Float32Array.of(1) },
    W2: { type: 'F32', shape, data: weights },
  });
  return { mediaType: tensorsMediaType, description: {}, bytes };
}

function text(content: string, mediaType = 'text/plain'): Compared {
  return { mediaType, description: {}, bytes: Buffer.from(content) };
}

function said(before: Compared, after: Compared): string {
  const found = differenceOf(before, after);
  return found === undefined ? 'equal' : differenceText(found);
}

/** The float32 number that is `steps` after a positive one. */
function after32(value: number, steps: number): number {
  const floats = Float32Array.of(value);
  const bits = new Uint32Array(floats.buffer);
  bits[0] = (bits[0] ?? 0) + steps;
  return floats[0] ?? NaN;
}

test('equal artifacts have no difference', (t) => {
  t.is(said(network(Float32Array.of(1, NaN)), network(Float32Array.of(1, NaN))), 'equal');
  t.is(said(table({ layer: 'a', sd: 1 }), table({ layer: 'a', sd: 1 })), 'equal');
});

test('of tensors the first differing element is told with both values and their distance, and how many differ by how much', (t) => {
  const before = Float32Array.of(1, 2, 0.1, 4, 5, 6);
  const after = Float32Array.of(1, 2, after32(0.1, 3), 4, after32(5, 1), 6);
  t.is(
    said(network(before, [3, 2]), network(after, [3, 2])),
    'tensor W2[1, 0]  0.1 → 0.100000024 (3 ulp); 2 of 7 values differ, the most by 3 ulp',
  );
});

test('of tensors that one lacks, or that have another shape, the form is told', (t) => {
  const data = Float32Array.of(1, 2, 3, 4, 5, 6);
  t.is(said(network(data, [2, 3]), network(data, [3, 2])), 'tensor W2: F32 [2, 3] → F32 [3, 2]');
  const one = {
    ...network(data),
    bytes: encodeTensors({ W1: { type: 'F32', shape: [1], data: Float32Array.of(1) } }),
  };
  t.is(said(network(data), one), 'tensor W2: F32 [6] → absent');
});

test('zeros of other sign, and NaN of other bits, are differences', (t) => {
  t.regex(
    said(network(Float32Array.of(0)), network(Float32Array.of(-0))),
    /^tensor W2\[0\] {2}0 → -0 \(0 ulp\)/,
  );
  const [one, other] = [Float32Array.of(NaN), Float32Array.of(NaN)];
  new Uint32Array(other.buffer)[0] = 0x7fc00001;
  t.is(said(network(one), network(other)), 'tensor W2[0]  NaN → NaN; 1 of 2 values differ');
});

test('of tables the first differing cell is told with its row, from 1, and column', (t) => {
  const row = (sd: number) => ({ layer: 'a', sd });
  t.is(
    said(table(row(1), row(0.1), row(3)), table(row(1), row(0.1 + 2 ** -56), row(4))),
    `row 2, sd  0.1 → 0.10000000000000002 (1 ulp); 2 of 6 values differ, the most by over 1,000,000 ulp`,
  );
  t.is(
    said(table({ layer: 'a', sd: NaN }), table({ layer: 'b', sd: NaN })),
    'row 1, layer  "a" → "b"; 1 of 2 values differ',
  );
});

test('rows and columns that only one table has are told', (t) => {
  t.is(said(table({ layer: 'a', sd: 1 }), table()), '1 row → 0 rows');
  const description = { title: 'T', columns: columns.slice(0, 1) };
  const narrow = { ...table(), description, bytes: Buffer.from('layer\na\n') };
  t.regex(said(table({ layer: 'a', sd: 1 }), narrow), /column sd: absent in the second$/);
});

test('of what is neither tensors nor a table, or not what it says it is, the first differing byte is told', (t) => {
  t.is(said(text('abc'), text('aXc')), 'byte 1  0x62 → 0x58; 1 of 3 bytes differ');
  t.is(said(text('abc'), text('abcd')), '3 → 4 bytes');
  t.regex(said(text('abc', tensorsMediaType), text('abd', tensorsMediaType)), /^byte 2 /);
  const spaced = { ...table(), bytes: Buffer.from('layer,sd\na,1.0\n') };
  t.regex(
    said(table({ layer: 'a', sd: 1 }), spaced),
    /^byte 12 {2}0x0a → 0x2e/,
    'the same values in other bytes',
  );
});

test('an artifact of the same bytes with another media type or description is another artifact', (t) => {
  t.is(said(text('a'), text('a', 'text/html')), 'media type text/plain → text/html');
  t.is(said(text('a'), { ...text('a'), description: { id: 'x' } }), 'description: id changed');
});

test('a distance in ulp is the number of steps from one float32 to the other, across zero too', (t) => {
  fc.assert(
    fc.property(
      fc.float({ min: Math.fround(1e-30), max: Math.fround(1e30), noNaN: true }),
      fc.integer({ min: 1, max: 1000 }),
      (value, steps) => {
        const found = differenceOf(
          network(Float32Array.of(value)),
          network(Float32Array.of(after32(value, steps))),
        );
        t.is(found?.largestUlps, steps);
        t.is(Math.fround(Number(found?.first[0]?.before)), value);
      },
    ),
  );
  const [least, most] = [2 ** -149, -(2 ** -149)].map((value) => network(Float32Array.of(value)));
  if (least === undefined || most === undefined) return;
  t.is(differenceOf(least, most)?.largestUlps, 2);
});

test('many differing values are counted, and the first three kept', (t) => {
  const found = differenceOf(network(new Float32Array(1000)), network(new Float32Array(1000).fill(1)));
  t.is(found?.differing, 1000);
  t.deepEqual(found?.first.map(valueText).length, 3);
});

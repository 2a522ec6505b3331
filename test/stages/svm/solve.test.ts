import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { pairRows } from '../../../stages/svm/rows.js';
import { type Solution, solve } from '../../../stages/svm/solve.js';
import { times } from '../../thorough.js';
import { images, pairOf } from './small-classes.js';

type Images = readonly (readonly number[])[];

async function solved(
  [first, second]: readonly [Images, Images],
  { gamma, C, tolerance = 1e-3 }: { readonly gamma: number; readonly C: number; readonly tolerance?: number },
): Promise<Solution & { readonly kernel: readonly Float32Array[] }> {
  const rows = pairRows(await pairOf(first, second, gamma), 1);
  const signs = Int8Array.from([...first.map(() => 1), ...second.map(() => -1)]);
  const solution = await solve({ signs, rows, C, tolerance }, () => Promise.resolve());
  return { ...solution, kernel: Array.from(signs, (_, i) => rows.row(i)) };
}

function near(t: ExecutionContext, measured: readonly number[], expected: readonly number[]): void {
  t.is(measured.length, expected.length);
  for (const [index, value] of measured.entries())
    t.true(Math.abs(value - (expected[index] ?? NaN)) < 1e-6, `${measured.join()} is not ${expected.join()}`);
}

test('of two examples both have α = 1/(1 − K), and the bias is 0', async (t) => {
  const { coefficients, bias } = await solved([[[0, 0]], [[255, 0]]], { gamma: 1, C: 10 });
  const alpha = 1 / (1 - Math.exp(-1));
  near(t, [...coefficients, bias], [alpha, -alpha, 0]);
});

test('α is C where it would be more', async (t) => {
  const { coefficients } = await solved([[[0, 0]], [[255, 0]]], { gamma: 1, C: 1.5 });
  t.deepEqual(Array.from(coefficients), [1.5, -1.5]);
});

test('exclusive or: all α are 1/(1 − exp(−γ))², and the bias is 0', async (t) => {
  const even = [
    [0, 0],
    [255, 255],
  ];
  const odd = [
    [0, 255],
    [255, 0],
  ];
  const { coefficients, bias } = await solved([even, odd], { gamma: 2, C: 100, tolerance: 1e-8 });
  const alpha = 1 / (1 - Math.exp(-2)) ** 2;
  near(t, [...coefficients, bias], [alpha, alpha, -alpha, -alpha, 0]);
});

test('the same image in both classes costs C twice, and ends', async (t) => {
  const { coefficients } = await solved([[[9, 9]], [[9, 9]]], { gamma: 1, C: 3 });
  t.deepEqual(Array.from(coefficients), [3, -3]);
});

test('a solution satisfies the Karush–Kuhn–Tucker conditions to the tolerance', async (t) => {
  const setting = fc.record({
    gamma: fc.double({ min: 0.001, max: 5, noNaN: true }),
    C: fc.double({ min: 0.01, max: 1000, noNaN: true }),
    tolerance: fc.constantFrom(1e-1, 1e-3, 1e-5),
    sizes: fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })),
    seed: fc.nat({ max: 1000 }),
  });
  await fc.assert(
    fc.asyncProperty(setting, async ({ sizes: [first, second], seed, ...asked }) => {
      const two = [images(first, 4, seed), images(second, 4, seed + 1)] as const;
      const { coefficients, bias, kernel } = await solved(two, asked);
      const y = (k: number): number => (k < first ? 1 : -1);
      const slack = asked.tolerance + 1e-9 * asked.C;
      t.true(Math.abs(coefficients.reduce((sum, beta) => sum + beta, 0)) <= slack);
      for (const [k, row] of kernel.entries()) {
        const alpha = y(k) * (coefficients[k] ?? NaN);
        const f = row.reduce((sum, value, l) => sum + value * (coefficients[l] ?? NaN), bias);
        t.true(alpha >= 0 && alpha <= asked.C);
        if (alpha < asked.C) t.true(y(k) * f >= 1 - slack, `y f = ${y(k) * f} with α = ${alpha} < C`);
        if (alpha > 0) t.true(y(k) * f <= 1 + slack, `y f = ${y(k) * f} with α = ${alpha} > 0`);
      }
    }),
    { numRuns: times(20, 300) },
  );
});

import test from 'ava';
import { histogramRows } from '../../../stages/statistics/histograms.js';
import { activations } from '../../../src/engine/engine.js';
import { summarise } from '../../../src/statistics/summary.js';
import { functions } from '../../engine/functions.js';
import { sumOf } from '../../engine/lists.js';

/** f of 10,001 numbers from −5 to 5. */
function valuesOf(activation: (typeof activations)[number]): Float32Array {
  return Float32Array.from({ length: 10_001 }, (_, k) => functions[activation].value(k / 1000 - 5));
}

for (const activation of activations)
  test(`the bins hold nearly all activations, and none where there can be no activation: ${activation}`, (t) => {
    const values = valuesOf(activation);
    const rows = histogramRows('activations', [() => values], [summarise(values)], activation, 20);
    const counts = rows.map(({ count }) => Number(count));
    t.true(sumOf(counts) > 0.97 * values.length, `${sumOf(counts)}`);
    const least = Math.min(functions[activation].value(-1e6), ...values);
    t.true(least < -10 || Number(rows[0]?.low) > least - 0.01, `from ${rows[0]?.low}`);
  });

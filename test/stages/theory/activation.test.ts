import test from 'ava';
import { functions } from '../../../stages/theory/activation.js';
import { activations } from '../../../src/engine/engine.js';
import { functions as formulas } from '../../engine/functions.js';

/** From −30 to 30, close together near 0. */
const places = Array.from({ length: 401 }, (_, k) => ((k - 200) / 200) ** 3 * 30);

for (const activation of activations)
  test(`f and f′ are those of the formulas to 10⁻¹³: ${activation}`, (t) => {
    const [own, formula] = [functions[activation], formulas[activation]];
    for (const s of places) {
      const close = (found: number, expected: number) =>
        Math.abs(found - expected) <= 1e-13 * Math.abs(expected) + 1e-15 * (Math.abs(s) > 3 ? 1 : 0);
      t.true(close(own.value(s), formula.value(s)), `f(${s}) = ${own.value(s)}`);
      t.true(close(own.slope(s), formula.slope(s)), `f′(${s}) = ${own.slope(s)}`);
    }
  });

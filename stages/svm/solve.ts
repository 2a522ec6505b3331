import type { Rows } from './rows.js';

/**
 * Two classes to tell apart: minimise ½βᵀKβ − yᵀβ over β with Σβ = 0 and 0 ≤ yβ ≤ C. β = yα in the usual words, y = ±1. K(x, x) = 1.
 */
export interface Problem {
  readonly signs: Int8Array;
  readonly rows: Pick<Rows, 'row'>;
  readonly C: number;
  readonly tolerance: number;
}

/** The machine f(x) = Σ β_k K(x_k, x) + bias, which says class y = 1 where f > 0. */
export interface Solution {
  readonly coefficients: Float64Array;
  readonly bias: number;
  readonly iterations: number;
}

/** β, its bounds, and g = y − Kβ, whose k-th is the bias for which example k lies on its margin. */
interface State {
  readonly beta: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly g: Float64Array;
}

/** Steps between two turns of the event loop. */
const stepsInTurn = 16;
/** In place of a curvature that is not positive. */
const flat = 1e-12;

/**
 * Sequential minimal optimisation with the second-order working set of Fan, Chen and Lin (2005), WSS 2, as LIBSVM has it but for
 * shrinking. Optimal at the tolerance ε: max g over those β that can grow, less min g over those that can shrink, is below ε.
 * Of equal candidates the first is taken. `turn` is told the number of iterations, and may end the work by throwing.
 */
export async function solve(
  { signs, rows, C, tolerance }: Problem,
  turn: (iterations: number) => Promise<void>,
): Promise<Solution> {
  const state = begin(signs, C);
  for (let iterations = 0; ; iterations += 1) {
    if (iterations % stepsInTurn === 0) await turn(iterations);
    const [i, j, violation] = workingSet(state, rows);
    if (!(violation >= tolerance)) return { coefficients: state.beta, bias: biasOf(state), iterations };
    step(state, rows, i, j);
  }
}

function begin(signs: Int8Array, C: number): State {
  return {
    beta: new Float64Array(signs.length),
    least: Float64Array.from(signs, (sign) => (sign > 0 ? 0 : -C)),
    most: Float64Array.from(signs, (sign) => (sign > 0 ? C : 0)),
    g: Float64Array.from(signs),
  };
}

/**
 * i = argmax g over what can grow; j, of what can shrink and has g_j < g_i, the one with the greatest (g_i − g_j)²/(K_ii + K_jj − 2K_ij);
 * and max g − min g.
 */
function workingSet(
  { beta, least, most, g }: State,
  rows: Problem['rows'],
): readonly [number, number, number] {
  let [i, greatest] = [-1, -Infinity];
  for (let k = 0; k < g.length; k += 1)
    if (at(beta, k) < at(most, k) && at(g, k) > greatest) {
      i = k;
      greatest = at(g, k);
    }
  if (i < 0) return [i, i, -Infinity];
  const row = rows.row(i);
  let [j, gain, lowest] = [-1, -Infinity, Infinity];
  for (let k = 0; k < g.length; k += 1) {
    const value = at(g, k);
    if (!(at(beta, k) > at(least, k))) continue;
    if (value < lowest) lowest = value;
    const slope = greatest - value;
    if (slope <= 0) continue;
    const ahead = (slope * slope) / curvature(row[k] ?? NaN);
    if (ahead <= gain) continue;
    j = k;
    gain = ahead;
  }
  return [i, j, greatest - lowest];
}

/** β_i grows and β_j shrinks by as much, to the minimum along this line or the first bound. */
function step({ beta, least, most, g }: State, rows: Problem['rows'], i: number, j: number): void {
  const [rowI, rowJ] = [rows.row(i), rows.row(j)];
  const best = (at(g, i) - at(g, j)) / curvature(rowI[j] ?? NaN);
  const [roomI, roomJ] = [at(most, i) - at(beta, i), at(beta, j) - at(least, j)];
  const length = Math.min(best, roomI, roomJ);
  beta[i] = length === roomI ? at(most, i) : at(beta, i) + length;
  beta[j] = length === roomJ ? at(least, j) : at(beta, j) - length;
  for (let k = 0; k < g.length; k += 1) g[k] = at(g, k) - length * ((rowI[k] ?? NaN) - (rowJ[k] ?? NaN));
}

/** K_ii + K_jj − 2K_ij. */
function curvature(kernel: number): number {
  return kernel < 1 ? 2 - 2 * kernel : flat;
}

/** The mean g of the examples on their margins (0 < α < C); with none there, the middle of the biases that are optimal. */
function biasOf({ beta, least, most, g }: State): number {
  let [sum, free, above, below] = [0, 0, -Infinity, Infinity];
  for (let k = 0; k < g.length; k += 1) {
    const value = at(g, k);
    const [canGrow, canShrink] = [at(beta, k) < at(most, k), at(beta, k) > at(least, k)];
    if (canGrow && canShrink) [sum, free] = [sum + value, free + 1];
    if (canGrow) above = Math.max(above, value);
    if (canShrink) below = Math.min(below, value);
  }
  return free > 0 ? sum / free : (above + below) / 2;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN;
}

import test from 'ava';
import { digestOf } from '../../../src/artifact/digest.js';
import type { Row, TableDescription } from '../../../src/artifact/table.js';
import { BadInput } from '../../../src/stage/problem.js';
import type { DepthParameters, FigureParameters } from '../../../stages/figure/parameters.js';
import { projection } from '../../../stages/figure/projection.js';
import { outputOf, type RanStage } from '../in-memory.js';
import { draw, measure, x, y } from './small-figures.js';
import { tableInput } from './tables.js';

const description: TableDescription = {
  title: 'Surface',
  columns: [
    { name: 'cost', type: 'text', title: 'cost' },
    { name: 'w1', type: 'number', title: 'first weight' },
    { name: 'w2', type: 'number', title: 'second weight' },
    { name: 'value', type: 'number', title: 'mean cost' },
  ],
};

/** A bowl over a 5 × 5 grid. */
function bowl(cost: string, height = 0): Row[] {
  return Array.from({ length: 25 }, (_, index) => {
    const [w1, w2] = [Math.floor(index / 5) - 2, (index % 5) - 2];
    return { cost, w1, w2, value: w1 * w1 + w2 * w2 + height };
  });
}

const depth: DepthParameters = {
  column: 'w2',
  title: '',
  domain: [],
  tickUnit: 1,
  azimuth: 40,
  elevation: 25,
};

function drawSurfaces(rows: readonly Row[], parameters: Partial<FigureParameters> = {}): Promise<RanStage> {
  const surface = { x: x('w1'), depth, measures: [measure('value', 'surface')], series: ['cost'] };
  return draw({ ...surface, ...parameters }, tableInput('surface', description, rows));
}

const svgOf = (ran: RanStage): string => outputOf(ran, 'svg').bytes.toString();

interface Drawn {
  readonly corners: readonly (readonly [number, number])[];
  readonly line: string;
}

/** The pieces of surfaces in the order they are painted in. */
function quadsIn(svg: string): readonly Drawn[] {
  const quad = /d="M([^"Z]*)Z" fill="#\w+" stroke="(#\w+)" stroke-width="0.5"/g;
  return [...svg.matchAll(quad)]
    .map(([, path = '', line = '']) => ({
      corners: path.split('L').map((corner) => {
        const [left = NaN, top = NaN] = corner.split(',').map(Number);
        return [left, top] as const;
      }),
      line,
    }))
    .filter(({ corners }) => corners.length === 4);
}

test('a small surface has the same bytes on every machine', async (t) => {
  const ran = await drawSurfaces([...bowl('a', 3), ...bowl('b')]);
  t.deepEqual(
    ['svg', 'png'].map((output): string => digestOf(outputOf(ran, output).bytes)),
    [
      '3a012133c1b1d29ac78aa37ebc123213610dba6aa478faa03955ed2919fb117d',
      'bbcb628080142c612a395f2bd4b1fabd2a8a1e311ad1b202f675399c1d3d2021',
    ],
  );
});

test('every cell of the grid is painted once for each surface', async (t) => {
  const quads = quadsIn(svgOf(await drawSurfaces([...bowl('a', 3), ...bowl('b')])));
  t.is(quads.length, 2 * 16);
  t.is(new Set(quads.map(({ line }) => line)).size, 2);
});

test('a cell with a corner that has no value is a hole, and the caption says of what', async (t) => {
  const rows = bowl('a').map((row) => (row.w1 === 0 && row.w2 === 0 ? { ...row, value: NaN } : row));
  const ran = await drawSurfaces(rows);
  t.is(quadsIn(svgOf(ran)).length, 16 - 4);
  t.is(outputOf(ran, 'svg').description.caption, '1 value of value is not finite and not drawn.');
});

test('what is nearer to the eye is painted over what is farther, from whichever side it is seen', async (t) => {
  // A parallel projection from above: what is nearer on the floor is lower on the paper where the heights are equal.
  for (const azimuth of [-130, 30, 200]) {
    const flat = bowl('a').map((row) => ({ ...row, value: 1 }));
    const ran = await drawSurfaces(flat, { depth: { ...depth, azimuth }, y: { ...y, domain: [0, 2] } });
    const middles = quadsIn(svgOf(ran)).map(({ corners }) =>
      corners.reduce((sum, [, top]) => sum + top / 4, 0),
    );
    t.is(middles.length, 16);
    t.true(
      middles.every((middle, index) => middle >= (middles[index - 1] ?? 0) - 0.2),
      `${azimuth}: ${middles.join()}`,
    );
  }
});

test('of two surfaces over the same cell the upper one is painted later', async (t) => {
  const [upper, lower] = [bowl('upper', 5), bowl('lower')];
  for (const rows of [
    [...upper, ...lower],
    [...lower, ...upper],
  ]) {
    const quads = quadsIn(svgOf(await drawSurfaces(rows)));
    for (let cell = 0; cell < quads.length; cell += 2) {
      const [first, second] = [quads[cell], quads[cell + 1]];
      t.is(first?.corners[0]?.[0], second?.corners[0]?.[0]);
      t.true((first?.corners[0]?.[1] ?? 0) > (second?.corners[0]?.[1] ?? Infinity));
    }
  }
});

test('a projection fills its frame, and the vertical stays vertical', (t) => {
  const frame = { width: 400, height: 300, margins: { left: 50, right: 10, top: 5, bottom: 20 } };
  for (const azimuth of [0, 37, 90, 250]) {
    const seen = projection({ azimuth, elevation: 30 }, frame);
    const places = [0, 1].flatMap((x) =>
      [0, 1].flatMap((depth) => [0, 1].map((height) => ({ x, depth, height }))),
    );
    const [lefts, tops] = [places.map((place) => seen(place).left), places.map((place) => seen(place).top)];
    t.true(Math.min(...lefts) >= 50 - 1e-9 && Math.max(...lefts) <= 390 + 1e-9);
    t.true(Math.min(...tops) >= 5 - 1e-9 && Math.max(...tops) <= 280 + 1e-9);
    const [foot, head] = [seen({ x: 1, depth: 0, height: 0 }), seen({ x: 1, depth: 0, height: 1 })];
    t.is(foot.left, head.left);
    t.true(foot.top > head.top);
  }
});

test('the summary tells how high each surface goes', async (t) => {
  const ran = await drawSurfaces([...bowl('a', 3), ...bowl('b')]);
  t.is(outputOf(ran, 'svg').description.summary, 'The highest mean cost is 11 (a), 8 (b).');
});

test('surfaces that cannot be drawn are refused with the remedy', async (t) => {
  const refused = async (
    parameters: Partial<FigureParameters>,
    message: RegExp,
    rows = bowl('a'),
  ): Promise<void> => {
    await t.throwsAsync(drawSurfaces(rows, parameters), { instanceOf: BadInput, message });
  };
  const measures = [measure('value', 'surface'), measure('value', 'line')];
  await refused({ measures }, /measures {2}mixes surfaces with other marks/);
  await refused({ measures: [measure('value', 'line')] }, /depth {2}is an axis of surfaces/);
  await refused({ depth: { ...depth, column: 'w3' } }, /depth\.column {2}is "w3", which is no column/);
  await refused({ y: { ...y, scale: 'log' } }, /y\.scale {2}is not linear/);
  await refused({ series: [] }, /more than one value at the same x and depth/, [...bowl('a'), ...bowl('b')]);
  const many = ['a', 'b', 'c', 'd', 'e'].flatMap((cost) => bowl(cost));
  await refused({}, /5 series cannot be told apart; the most is 4/, many);
  const input = tableInput('surface', description, bowl('a'));
  await t.throwsAsync(draw({ x: x('w1'), measures: [measure('value', 'surface')] }, input), {
    instanceOf: BadInput,
    message: /has a surface, but no depth/,
  });
});

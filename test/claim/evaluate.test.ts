import test from 'ava';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import type { JsonObject } from '../../src/artifact/json.js';
import type { Row } from '../../src/artifact/table.js';
import { claimSchema, type ResolvedClaim } from '../../src/claim/claim.js';
import { evaluateClaim, verdictOn } from '../../src/claim/evaluate.js';
import { brokenRules } from '../../src/claim/rules.js';
import type { ClaimTable } from '../../src/claim/table-numbers.js';
import { BadInput } from '../../src/stage/problem.js';

const columns = [
  { name: 'layer', type: 'number', title: 'layer' },
  { name: 'part', type: 'text', title: 'part' },
  { name: 'sd', type: 'number', title: 'sd' },
] as const;

const tableOf = (cell: JsonObject, rows: readonly Row[]): ClaimTable => ({
  cell,
  table: { description: { title: 'activations', columns }, rows },
});

const layers = (scheme: string, sds: readonly number[]): ClaimTable =>
  tableOf(
    { scheme },
    sds.map((sd, index) => ({ layer: index + 1, part: 'all', sd })),
  );

const measured = [layers('standard', [0.2, 0.1, 0.02]), layers('normalised', [0.3, 0.29, 0.28])];

const base = {
  id: 'top',
  statement: 'The top layer is small.',
  source: 'figure 6',
  of: 'probe.activations',
  where: { scheme: 'standard', layer: 3 },
  column: 'sd',
} as const;

test('a claim near a reference holds within its relative tolerance and not beyond', (t) => {
  const near: ResolvedClaim = { ...base, reference: 0.018, within: { relative: 0.15 } };
  t.deepEqual(evaluateClaim(near, measured), {
    id: 'top',
    measured: 0.02,
    verdict: 'holds',
    expected: '0.018 ± 15 %',
  });
  t.is(evaluateClaim({ ...near, within: { relative: 0.1 } }, measured).verdict, 'does not hold');
});

test('an absolute tolerance is in the unit of the column', (t) => {
  const near: ResolvedClaim = { ...base, reference: 0.03, within: { absolute: 0.011 } };
  t.deepEqual(
    [evaluateClaim(near, measured).verdict, evaluateClaim(near, measured).expected],
    ['holds', '0.03 ± 0.011'],
  );
});

test('bounds include their ends', (t) => {
  const verdict = (bound: Partial<ResolvedClaim>): string =>
    evaluateClaim({ ...base, ...bound }, measured).verdict;
  t.is(verdict({ atLeast: 0.02 }), 'holds');
  t.is(verdict({ atLeast: 0.0201 }), 'does not hold');
  t.is(verdict({ atMost: 0.02 }), 'holds');
  t.is(verdict({ atMost: 0.0199 }), 'does not hold');
  t.is(verdict({ between: [0.02, 0.03] }), 'holds');
  t.is(verdict({ between: [0.021, 0.03] }), 'does not hold');
});

test('a claim may be about one number relative to another', (t) => {
  const ratio: ResolvedClaim = {
    ...base,
    relativeTo: { where: { scheme: 'standard', layer: 1 } },
    atMost: 0.2,
  };
  t.like(evaluateClaim(ratio, measured), { measured: 0.02 / 0.2, verdict: 'holds', expected: '≤ 0.2' });
});

test('the second number may come from another table and column', (t) => {
  const gradients: ClaimTable = {
    cell: {},
    table: {
      description: { title: 'gradients', columns: [{ name: 'mean', type: 'number', title: 'mean' }] },
      rows: [{ mean: 0.5 }],
    },
  };
  const ratio: ResolvedClaim = {
    ...base,
    relativeTo: { of: 'probe.gradients', where: {}, column: 'mean' },
    atMost: 1,
  };
  t.is(evaluateClaim(ratio, measured, [gradients]).measured, 0.04);
});

test('with less than the needed budget a claim is undecided, whatever was measured', (t) => {
  const budget = { what: 'updates', needed: 100_000, given: 1500 };
  fc.assert(
    fc.property(fc.double(), fc.double({ noNaN: true }), (sd, atLeast) => {
      const { verdict, why } = evaluateClaim({ ...base, atLeast, budget }, [layers('standard', [0, 0, sd])]);
      return verdict === 'undecided' && why === 'needs 100,000 updates, had 1,500';
    }),
  );
  t.is(
    evaluateClaim({ ...base, atLeast: 0, budget: { ...budget, given: 100_000 } }, measured).verdict,
    'holds',
  );
});

test('a row that only a larger budget makes is waited for; with the budget it must be there', async (t) => {
  const of = (given: number) =>
    verdictOn(
      {
        ...base,
        where: { scheme: 'standard', layer: 9 },
        atLeast: 0,
        budget: { what: 'updates', needed: 10, given },
      },
      () => Promise.resolve(measured),
    );
  t.like(await of(9), { verdict: 'undecided', measured: null, why: 'needs 10 updates, had 9' });
  t.is((await of(10)).verdict, 'does not hold');
});

test('a number that is not finite never holds', (t) => {
  for (const sd of [NaN, Infinity, -Infinity])
    for (const bound of [{ atLeast: 0 }, { atMost: 0 }, { reference: 0, within: { relative: 1 } }])
      t.like(evaluateClaim({ ...base, ...bound }, [layers('standard', [0, 0, sd])]), {
        measured: null,
        verdict: 'does not hold',
      });
  const zero: ResolvedClaim = { ...base, relativeTo: { where: base.where }, atLeast: 0 };
  t.is(evaluateClaim(zero, [layers('standard', [0, 0, 0])]).why, 'the measured value is not a number');
});

test('where must pick exactly one number, and the error says how many it picked', (t) => {
  const message = (claim: Partial<ResolvedClaim>): string => {
    const error = t.throws(() => evaluateClaim({ ...base, atLeast: 0, ...claim }, measured), {
      instanceOf: BadInput,
    });
    return error.message;
  };
  t.regex(message({ where: { layer: 3 } }), /where \(layer\) matches 2 numbers/);
  t.regex(message({ where: { scheme: 'standard' } }), /where \(scheme\) matches 3 numbers/);
  t.regex(message({ where: {} }), /where is empty and matches 6 numbers/);
  t.regex(message({ where: { scheme: 'standard', layer: 9 } }), /matches 0 numbers/);
  t.regex(message({ where: { scheme: 'other', layer: 1 } }), /matches 0 numbers/);
  t.regex(
    message({ where: { scheme: 'standard', layre: 1 } }),
    /layre is neither a column .* scheme, layer, part, sd/,
  );
  t.regex(message({ column: 'variance' }), /variance is neither/);
  t.regex(message({ column: 'part' }), /column part holds text/);
});

test('a name that every object inherits is not taken for a matrix variable', (t) => {
  t.throws(() => evaluateClaim({ ...base, atLeast: 0, where: { constructor: 1 } }, measured), {
    message: /constructor is neither/,
  });
});

test('a matrix value may be a list', (t) => {
  const tables = [
    [1024, 9],
    [1024, 1000, 9],
  ].map((sizes) => tableOf({ layers: sizes }, [{ layer: 1, part: 'all', sd: sizes.length }]));
  t.is(evaluateClaim({ ...base, where: { layers: [1024, 9] }, atLeast: 0 }, tables).measured, 2);
});

test('the schema takes exactly one expectation', (t) => {
  const valid = (expectation: JsonObject): boolean => {
    const claim: unknown = { ...base, ...expectation };
    return Value.Check(claimSchema, claim) && brokenRules(claim).length === 0;
  };
  t.true(valid({ atLeast: 1 }));
  t.true(valid({ reference: 1, within: { relative: 0.1 } }));
  t.false(valid({}));
  t.false(valid({ atLeast: 1, atMost: 2 }));
  t.true(valid({ against: { where: {} }, within: { bits: true } }));
  t.false(valid({ reference: 1 }));
  t.false(valid({ reference: 1, against: { where: {} }, within: { bits: true } }));
  t.false(valid({ reference: 1, within: {} }));
  t.false(valid({ reference: 1, within: { relative: 0.1, absolute: 0.1 } }));
  t.false(valid({ atLeast: 1, within: { relative: 0.1 } }));
});

test('every part of a claim says what it is', (t) => {
  for (const [name, schema] of Object.entries(claimSchema.properties))
    t.true('title' in schema && 'description' in schema, name);
});

test('the last row is the last that where leaves, in numerator and denominator alike', (t) => {
  const layered = tableOf({ scheme: 'standard' }, [
    { layer: 1, part: 'early', sd: 8 },
    { layer: 5, part: 'early', sd: 4 },
    { layer: 1, part: 'late', sd: 3 },
    { layer: 5, part: 'late', sd: 6 },
  ]);
  const claim: ResolvedClaim = {
    ...base,
    ...{ where: { layer: 1 }, row: 'last', relativeTo: { where: { layer: 5 } }, atMost: 1 },
  };
  t.is(evaluateClaim(claim, [layered]).measured, 0.5);
  t.throws(() => evaluateClaim({ ...claim, row: 'only' }, [layered]), {
    instanceOf: BadInput,
    message: /matches 2 numbers/,
  });
});

import test from 'ava';
import { Type as TypeBox } from 'typebox';
import { Value } from 'typebox/value';
import { Type } from '../../src/stage/schema.js';

/** One schema with every function in it, those with options and those without. */
function sample(T: typeof Type) {
  return T.Object(
    {
      name: T.String({ pattern: '^a', title: 'Name' }),
      count: T.Optional(T.Integer({ minimum: 0, default: 3 })),
      rate: T.Number(),
      on: T.Optional(T.Boolean({ default: true })),
      kind: T.Union([T.Literal('plain'), T.Literal(2), T.Literal(true, { title: 'Yes' })], {
        default: 'plain',
      }),
      colour: T.Enum(['red', 'green'], { default: 'red' }),
      list: T.Array(T.Number(), { maxItems: 2 }),
      any: T.Optional(T.Unknown()),
      some: T.Record(T.String(), T.Unsafe<number>({ type: 'number' })),
      named: T.Record(T.String({ pattern: '^[a-z]+$' }), T.Object({}), { description: 'By name.' }),
    },
    { additionalProperties: false, title: 'A sample' },
  );
}

/** All that an object has and is, hidden marks too. */
function whole(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(whole);
  const described = Object.entries(Object.getOwnPropertyDescriptors(value));
  described.sort(([a], [b]) => (a < b ? -1 : 1));
  return described.map(([name, property]) => ({
    ...property,
    name,
    value: whole(property.value),
  }));
}

test("every function gives what TypeBox's own gives, hidden marks included", (t) => {
  t.deepEqual(whole(sample(Type)), whole(sample(TypeBox)));
  t.is(JSON.stringify(sample(Type)), JSON.stringify(sample(TypeBox)));
});

test('TypeBox checks values by such a schema, and fills in its defaults', (t) => {
  const given = { name: 'ab', rate: 1, kind: 2, colour: 'green', list: [1], some: { x: 1 }, named: {} };
  t.deepEqual(Value.Default(sample(Type), structuredClone(given)), { ...given, count: 3, on: true });
  t.true(Value.Check(sample(Type), given));
  t.false(Value.Check(sample(Type), { ...given, name: 'b' }));
  t.false(Value.Check(sample(Type), { ...given, other: 1 }));
});

import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/artifact/json.js';

/** A random pipeline of the stages of `stages.ts`, as numbers that an edit can change one of. */
export interface Model {
  readonly stages: readonly StageModel[];
  readonly matrix: Readonly<Record<'a' | 'b', readonly number[]>>;
}

export interface StageModel {
  readonly use: (typeof kinds)[number];
  /** Which matrix variable its parameter has as its value, if any. */
  readonly variable: 'a' | 'b' | undefined;
  readonly value: number;
  readonly other: number;
  readonly ends: '' | 'failed' | 'diverged';
  /** Earlier stages, counted from the first; of those that are not there nothing is read. */
  readonly reads: readonly { readonly stage: number; readonly each: boolean }[];
}

// Some more often than others, so that there is something to read, to cut off and to go on from.
const kinds = ['number', 'sum', 'sum', 'either', 'walk', 'walk', 'watch', 'read', 'page'] as const;

const values = fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 2 });

const stage: fc.Arbitrary<StageModel> = fc.record({
  use: fc.constantFrom(...kinds),
  variable: fc.constantFrom('a', 'b', undefined),
  value: fc.nat(4),
  other: fc.nat(3),
  ends: fc.oneof({ weight: 12, arbitrary: fc.constant('' as const) }, fc.constantFrom('failed', 'diverged')),
  reads: fc.array(fc.record({ stage: fc.nat(5), each: fc.boolean() }), { maxLength: 3 }),
});

export const model: fc.Arbitrary<Model> = fc.record({
  // The first has no other to read.
  stages: fc.array(stage, { minLength: 1, maxLength: 6 }),
  matrix: fc.record({ a: values, b: values }),
});

/** What is different when the pipeline is run again. */
export type Edit =
  | { readonly edit: 'stage'; readonly at: number; readonly to: Partial<StageModel> }
  | { readonly edit: 'matrix'; readonly to: Model['matrix'] }
  | { readonly edit: 'code'; readonly version: number }
  | { readonly edit: 'set'; readonly at: number; readonly value: number }
  | {
      readonly edit: 'damage';
      readonly what: 'objects' | 'records' | 'pointers' | 'chains';
      readonly pick: number;
      readonly how: 'lost' | 'wrong' | 'short';
    }
  | { readonly edit: 'nothing' };

const part: fc.Arbitrary<Partial<StageModel>> = fc.oneof(
  fc.record({ value: fc.nat(4) }),
  fc.record({ other: fc.nat(3) }),
  fc.record({ variable: fc.constantFrom('a' as const, undefined) }),
  fc.record({ ends: fc.constantFrom('' as const, 'failed' as const, 'diverged' as const) }),
  fc.record({ reads: fc.array(fc.record({ stage: fc.nat(5), each: fc.boolean() }), { maxLength: 3 }) }),
);

export const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ edit: fc.constant('stage' as const), at: fc.nat(5), to: part }) },
  fc.record({ edit: fc.constant('matrix' as const), to: fc.record({ a: values, b: values }) }),
  { weight: 2, arbitrary: fc.record({ edit: fc.constant('code' as const), version: fc.nat(3) }) },
  fc.record({ edit: fc.constant('set' as const), at: fc.nat(5), value: fc.nat(4) }),
  {
    weight: 4,
    arbitrary: fc.record({
      edit: fc.constant('damage' as const),
      what: fc.constantFrom('objects' as const, 'records' as const, 'pointers' as const, 'chains' as const),
      pick: fc.nat(50),
      how: fc.constantFrom('lost' as const, 'wrong' as const, 'short' as const),
    }),
  },
  fc.constant({ edit: 'nothing' as const }),
);

export function edited(before: Model, change: Edit): Model {
  if (change.edit === 'matrix') return { ...before, matrix: change.to };
  if (change.edit !== 'stage') return before;
  const at = change.at % before.stages.length;
  return {
    ...before,
    stages: before.stages.map((each, index) => (index === at ? { ...each, ...change.to } : each)),
  };
}

/** The pipeline file of a model. What a kind of stage cannot do without, and the first stage has not, makes it a plain number. */
export function pipelineOf({ stages, matrix }: Model, sources: readonly string[]): JsonObject {
  const written = stages.map((each, index): [string, Json] => {
    const inputs = each.reads.filter((read) => read.stage < index);
    const needy = ['either', 'walk', 'watch'].includes(each.use);
    const walks = inputs.filter(({ stage: from }) => stages[from]?.use === 'walk' && from > 0);
    const use =
      (needy && inputs.length === 0) || (each.use === 'watch' && walks.length === 0) ? 'number' : each.use;
    const text = use === 'watch' ? inputsOf(use, [...walks, ...inputs]) : inputsOf(use, inputs);
    return [
      `s${index}`,
      { use: `./stages/${use}`, with: parametersOf({ ...each, use }, sources), inputs: text },
    ];
  });
  // A variable that nothing uses is a mistake.
  const used = Object.entries(matrix).filter(([name]) =>
    JSON.stringify(written).includes(`{"$matrix":"${name}"}`),
  );
  return { name: 'random', matrix: Object.fromEntries(used), stages: Object.fromEntries(written) };
}

function parametersOf(
  { use, variable, value, other, ends }: StageModel,
  sources: readonly string[],
): JsonObject {
  const varied = variable === undefined ? value : { $matrix: variable };
  switch (use) {
    case 'number':
      return { value: varied, ends };
    case 'sum':
      return { plus: varied, modulo: other + 1, ends };
    case 'walk':
      return { steps: varied };
    case 'read':
      return { folder: sources[value % sources.length] ?? '' };
    default:
      return {};
  }
}

function inputsOf(use: StageModel['use'], reads: StageModel['reads']): JsonObject {
  const names = reads.map(({ stage: from }) => `s${from}`);
  const [first, second] = names;
  const many = reads.map(({ stage: from, each }): Json => (each ? { $each: `s${from}` } : `s${from}`));
  const only = (role: string, name: string | undefined): JsonObject =>
    name === undefined ? {} : { [role]: name };
  switch (use) {
    case 'sum':
      return many.length === 0 ? {} : { numbers: many };
    case 'page':
      return many.length === 0 ? {} : { tables: many };
    case 'either':
      return { ...only('first', first), ...only('second', second) };
    case 'walk':
      return only('start', first);
    case 'watch':
      return { ...only('walk', first), ...only('beside', second) };
    default:
      return {};
  }
}

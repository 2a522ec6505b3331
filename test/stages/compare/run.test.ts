import test from 'ava';
import { decodeTable } from '../../../src/artifact/table-description.js';
import type { Row } from '../../../src/artifact/table.js';
import { declaration } from '../../../stages/compare/declaration.js';
import { run } from '../../../stages/compare/run.js';
import {
  inputWith,
  overflowingExamples,
  overflowingNetwork,
  smallExamples,
  smallNetwork,
} from '../../training/small.js';
import { outputOf, runStage, type StageSetting } from '../in-memory.js';

type Setting = StageSetting<typeof declaration.parameters>;

const inputs = {
  data: inputWith({ train: smallExamples(200), test: smallExamples(30, 2) }),
  network: inputWith({ network: smallNetwork() }),
};

async function compared(setting: Setting) {
  const ran = await runStage(declaration, run, { inputs, ...setting });
  const rows = (output: string): readonly Row[] => {
    const { bytes, description } = outputOf(ran, output);
    return decodeTable(bytes, description).rows;
  };
  return { ...ran, distances: rows('distances'), costs: rows('costs') };
}

const small = { updates: 60, recordEvery: 25, examples: 30, learningRate: 0.1 };

test('it says what served each of the two', async (t) => {
  const { served } = await compared({ parameters: { ...small, updates: 0, engines: ['portable', 'fma'] } });
  t.deepEqual(Object.keys(served), ['portableKernels', 'fmaKernels']);
});

test('an engine does not come apart from itself', async (t) => {
  const { distances, costs, result } = await compared({
    parameters: { ...small, engines: ['portable', 'portable'] },
  });
  t.deepEqual([...new Set(distances.map(({ update }) => update))], [0, 1, 2, 5, 10, 20, 25, 50, 60]);
  t.true(distances.every(({ parameters, gradients }) => parameters === 0 && gradients === 0));
  t.true(costs.every(({ first, second, apart }) => first === second && apart === 0));
  t.deepEqual(result, {});
});

test('two arithmetics begin with the same parameters and come apart little by little, in every layer', async (t) => {
  const { distances, costs } = await compared({ parameters: { ...small, engines: ['portable', 'fma'] } });
  const all = ['layer 1', 'layer 2', 'layer 3', 'all layers'];
  t.deepEqual(
    distances.filter(({ update }) => update === 60).map(({ layers }) => layers),
    all,
  );
  for (const layers of all) {
    const at = (update: number) => distances.find((row) => row.layers === layers && row.update === update);
    t.is(at(0)?.parameters, 0);
    const distance = Number(at(60)?.parameters);
    t.true(distance > 0 && distance < 1e-4, `${layers}: ${distance}`);
  }
  t.true(distances.some(({ update, gradients }) => update === 0 && Number(gradients) > 0));
  t.true(costs.some(({ first, second }) => first !== second));
  t.true(costs.every(({ apart }) => Number(apart) < 1e-5));
});

test('both are trained: the cost falls as in a training', async (t) => {
  const { costs } = await compared({
    parameters: { ...small, updates: 400, engines: ['fma', 'portable'] },
  });
  const [first, last] = [costs[0], costs.at(-1)];
  for (const side of ['first', 'second']) t.true(Number(last?.[side]) < Number(first?.[side]) - 0.05, side);
});

test('where a side diverges the comparison ends with what is known, and says when', async (t) => {
  const { distances, result } = await compared({
    parameters: { ...small, batch: 5, engines: ['portable', 'fma'], order: 'sequential' },
    inputs: {
      data: inputWith({ train: overflowingExamples(100, 42), test: overflowingExamples(30, 99) }),
      network: inputWith({ network: overflowingNetwork() }),
    },
  });
  t.regex(result.failure ?? '', /^the training diverged at update 9 /);
  t.is(distances.at(-1)?.update, 5);
});

test('a comparison without TensorFlow does not depend on the machine', async (t) => {
  t.is(await declaration.machine?.({ engines: ['portable', 'fma'] }), undefined);
});

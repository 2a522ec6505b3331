import test from 'ava';
import { normalisedOptimiser, type OptimiserParameter, ruleOf } from '../../src/training/optimiser.js';

test('a rule alone takes the usual numbers, and those that are given take their place', (t) => {
  t.deepEqual(ruleOf(undefined, 0.1), { kind: 'sgd', rate: 0.1 });
  const momentum = { kind: 'momentum', rate: 0.1, momentum: 0.9, nesterov: false };
  t.deepEqual(ruleOf('momentum', 0.1), momentum);
  t.deepEqual(ruleOf({ name: 'momentum', nesterov: true }, 0.1), { ...momentum, nesterov: true });
  const adam = { kind: 'adam', rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  t.deepEqual(ruleOf({ name: 'adam' }, 0.1), adam);
  t.deepEqual(ruleOf({ name: 'adam', beta2: 0.99 }, 0.1), { ...adam, beta2: 0.99 });
});

interface Written {
  readonly batch: number;
  readonly optimiser?: OptimiserParameter;
}

test('one rule has one form in recipes, and plain descent none at all', (t) => {
  const forms: readonly (readonly [OptimiserParameter, OptimiserParameter | undefined])[] = [
    ['sgd', undefined],
    ['adam', 'adam'],
    [{ name: 'adam', beta1: 0.9, epsilon: 1e-8 }, 'adam'],
    [{ name: 'momentum', momentum: 0.9 }, 'momentum'],
    [
      { name: 'momentum', momentum: 0.5, nesterov: false },
      { name: 'momentum', momentum: 0.5 },
    ],
  ];
  for (const [optimiser, form] of forms)
    t.deepEqual(
      normalisedOptimiser<Written>({ batch: 1, optimiser }),
      form === undefined ? { batch: 1 } : { batch: 1, optimiser: form },
    );
  t.deepEqual(normalisedOptimiser<Written>({ batch: 1 }), { batch: 1 });
});

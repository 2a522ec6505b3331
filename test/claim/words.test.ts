import test from 'ava';
import { evaluateClaim } from '../../src/claim/evaluate.js';
import { tallyText, verdictCells } from '../../src/claim/words.js';
import { claimBase, claimTable } from './tables.js';

const over = { variable: 'seed', summary: 'mean', confidence: 0.95 } as const;
const seeds = [1, 2, 3, 4, 5].map((errorRate) => claimTable({ seed: errorRate }, [{ errorRate }]));

test('a line about a claim says what its verdict rests on, and why it is none', (t) => {
  const holds = evaluateClaim({ ...claimBase, over, atLeast: 1 }, seeds);
  const open = evaluateClaim({ ...claimBase, over, atLeast: 2 }, seeds);
  const sign = { name: 'sign', finding: 'greater', level: 0.05, power: 0.9 } as const;
  const columns = { examples: 'examples', truth: 'label', pairedBy: 'example' };
  const tested = evaluateClaim({ ...claimBase, over, reference: 0, test: { ...sign, ...columns } }, seeds);
  t.deepEqual(
    [holds, open, tested].map((verdict) => verdictCells(verdict)),
    [
      ['●', 'errs', '3', '≥ 1', 'holds', '5 replicates, 95 % interval 1.04 to 4.96'],
      [
        ...['○', 'errs', '3', '≥ 2', 'undecided'],
        '5 replicates, 95 % interval 1.04 to 4.96; the interval is partly as expected',
      ],
      ['●', 'errs', '3', 'greater than 0 (α 0.05)', 'holds', 'p 0.0313, sign test, 5 replicates'],
    ],
  );
  t.is(tallyText([holds, open, tested]), 'claims   2 hold · 0 do not · 1 undecided at this budget');
});

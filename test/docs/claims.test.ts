import { readFile } from 'node:fs/promises';
import test from 'ava';
import type { Json } from '../../src/artifact/json.js';
import { claimSchema, type Claim } from '../../src/claim/claim.js';
import { brokenRules } from '../../src/claim/rules.js';
import { check } from '../../src/plan/check.js';
import { located } from '../../src/plan/located.js';

test('the claims that docs/pipelines.md shows are claims', async (t) => {
  const text = await readFile('docs/pipelines.md', 'utf8');
  const shown = [...text.matchAll(/```json\n(\[[^]*?\n\])\n```/g)].flatMap(
    ([, block = '']) => JSON.parse(block) as Json[],
  );
  t.true(shown.length >= 6);
  for (const claim of shown) {
    const { value, problems } = check(claimSchema, located(claim, 'docs'), {
      prefix: '',
      unknown: () => 'is unknown',
    });
    t.deepEqual(problems, []);
    // What the schema takes is a claim.
    t.deepEqual(brokenRules(value as unknown as Claim), []);
  }
});

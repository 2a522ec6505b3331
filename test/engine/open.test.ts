import test from 'ava';
import { openEngine } from '../../src/engine/open.js';
import { BadInput } from '../../src/stage/problem.js';

const oneThread = () => 1;

test('an engine and an arithmetic that do not go together are bad input that names the arithmetic', async (t) => {
  const opened = openEngine({ engine: 'tensorflow', arithmetic: 'fma' }, oneThread);
  const error = await t.throwsAsync(opened, { instanceOf: BadInput });
  t.regex(error.message, /^arithmetic {2}/);
});

test('the portable engine can be had', async (t) => {
  t.is((await openEngine({ engine: 'portable', arithmetic: 'portable' }, oneThread)).name, 'portable');
});

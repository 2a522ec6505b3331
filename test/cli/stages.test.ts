import test from 'ava';
import { stageNames } from '../../src/stage/registry.js';
import { samebits } from '../command.js';

interface Listed {
  readonly name: string;
  readonly outputs: Readonly<
    Record<string, { readonly mediaType: string; readonly columns?: readonly { readonly name: string }[] }>
  >;
}

test('a stage is described with the columns of its tables, what they hold, and what that is', async (t) => {
  const { out, code } = await samebits('.', 'stages', 'monitor');
  t.is(code, 0);
  t.regex(out, /\nColumns of errors:\n {2}update +number +updates\n/);
  t.regex(out, /\n {2}split +"test" \| "validation" +which examples\n/);
});

test('every stage lists the columns of every table it makes, but a figure, which has those of what it draws', async (t) => {
  const { out } = await samebits('.', 'stages', '--json');
  // A line is a stage's declaration.
  const stages = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Listed);
  t.deepEqual(
    stages.map(({ name }) => name),
    stageNames(),
  );
  const without = stages.flatMap(({ name, outputs }) =>
    Object.entries(outputs)
      .filter(([, { mediaType, columns }]) => mediaType === 'text/csv' && (columns ?? []).length === 0)
      .map(([output]) => `${name}.${output}`),
  );
  t.deepEqual(without, ['figure.csv']);
});

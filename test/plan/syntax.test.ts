import test from 'ava';
import { parseLocated, plain } from '../../src/plan/located.js';
import { problemsOf } from '../project.js';

function problemsIn(text: string): Promise<readonly string[]> {
  return problemsOf(new Promise((resolve) => { resolve(parseLocated(text, 'p.json')); })); // prettier-ignore
}

const mistakes: readonly (readonly [title: string, text: string, problem: string])[] = [
  ['a trailing comma in a list', '{"a": [1, 2,\n]}', '1:12  JSON has no trailing commas.  Remove the comma before ].'],
  ['a trailing comma in an object', '{"a": 1,}', '1:8  JSON has no trailing commas.  Remove the comma before }.'],
  ['two commas', '{"a": 1,, "b": 2}', '1:8  between two commas there is nothing.  Remove one.'],
  ['a comment', '{"a": 1 // one\n}', '1:9  JSON has no comments.  Remove it; a stage can have a description.'],
  ['a comment with #', '# one\n{"a": 1}', '1:1  JSON has no comments.  Remove it; a stage can have a description.'],
  ['single quotes', `{"a": 'b c'}`, `1:7  JSON's quotes are ".  Write them on both sides.`],
  ['quotes of a word processor', '{“a”: 1}', `1:2  JSON's quotes are ".  Write them on both sides.`],
  ['a name without quotes', '{a: 1}', '1:2  names stand in quotes.  Write "a".'],
  ['a word without quotes', '{"a": tanh}', '1:7  tanh is no value.  Text stands in quotes: "tanh".'],
  ['a misspelt word of JSON', '{"a": flase}', '1:7  flase is no value.  Did you mean false?'],
  ["another language's word", '{"a": None}', '1:7  None is no value.  Write null.'],
  ['a missing comma', '{"a": 1\n"b": 2}', '2:1  a comma is missing before this.  Members and items stand apart by commas.'],
  ['a missing colon', '{"a" 1}', '1:6  a colon is missing before this.  A member is "name": value.'],
  ['a missing value', '{"a": }', '1:7  a value is missing here.  A member is "name": value.'],
  ['a number with a leading zero', '{"a": 01}', '1:8  a number does not begin with 0.  Remove the zero.'],
  ['a number without one', '{"a": .5}', '1:7  .5 is not how JSON writes a number.  Examples: 0.5, -3, 1e-5.'],
  ['no number', '{"a": NaN}', '1:7  JSON has no such number.  Leave the member out, or write a finite number.'],
  ['an open quote', '{"a": "b\n}', '1:7  this text has no closing quote in its line.  Close it; a line break inside is written \\n.'],
  ['a missing bracket', '{"a": [1', '1:9  a ] is missing.  Every [ has its ].'],
  ['an empty file', ' \n', '1:1  the file is empty.  A pipeline is one { … }.'],
]; // prettier-ignore

for (const [title, text, problem] of mistakes)
  test(`what is not JSON is told with its kind and its remedy: ${title}`, async (t) => {
    t.deepEqual(await problemsIn(text), [`p.json:${problem}`]);
  });

test('every line that is wrong is told of, and what follows from a mistake is not', async (t) => {
  const problems = await problemsIn(`{\n"a": [1,\n],\n// two\n'b': 3,\n}`);
  t.deepEqual(
    problems.map((problem) => problem.split(' ')[0]),
    ['p.json:2:8', 'p.json:4:1', 'p.json:5:1', 'p.json:5:7'],
  );
});

test('a byte order mark is no mistake', (t) => {
  t.deepEqual(plain(parseLocated('\uFEFF{"a": 1}', 'p.json')), { a: 1 });
});

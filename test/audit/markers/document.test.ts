import test from 'ava';
import fc from 'fast-check';
import { markedTexts, replaced } from '../../../src/audit/markers/document.js';
import type { Problem } from '../../../src/stage/problem.js';

const found = (text: string, file = 'a.md') => {
  const problems: Problem[] = [];
  const marked = markedTexts(text, file, problems);
  return {
    marked,
    problems: problems.map(({ place, rule, remedy = '' }) => `${place}  ${rule}  ${remedy}`.trim()),
  };
};
const texts = (text: string, file?: string) => found(text, file).marked.map((each) => each.text);

test('a marked text stands between two comments, in paragraphs, emphasis, lists, quotes and tables', (t) => {
  const text = [
    'It is <!-- samebits: p claim a -->0.1<!-- / --> here, and **<!-- samebits: p claim b -->2<!--/-->** there.',
    '',
    '- one <!-- samebits: p claim c -->3<!-- / -->',
    '',
    '> said <!-- samebits: p cell s.o col,',
    '> where layer=5 -->4<!-- / -->',
    '',
    '| a | b |',
    '| - | - |',
    '| x | <!-- samebits: p claim d -->5<!-- / --> |',
  ].join('\n');
  t.deepEqual(texts(text), ['0.1', '2', '3', '4', '5']);
  t.deepEqual(found(text).problems, []);
  t.is(found(text).marked[0]?.place, 'a.md:1:35');
  t.deepEqual(found(text).marked[3]?.marker.where, { layer: 5 });
});

test('what is shown as code is no marker', (t) => {
  const marker = '<!-- samebits: p claim a -->1<!-- / -->';
  for (const code of [
    `Write \`${marker}\`.`,
    `\`\`\`\n${marker}\n\`\`\``,
    `- a list\n\n  ~~~md\n  x ${marker}\n  ~~~`,
    `    x ${marker}`,
    `\\<!-- samebits: p claim a -->`,
  ])
    t.deepEqual(found(code), { marked: [], problems: [] }, code);
});

test('in HTML, attributes and scripts hold no markers', (t) => {
  const marker = (name: string) => `<!-- samebits: p claim ${name} -->1<!-- / -->`;
  const text = `<p title='${marker('a')}' lang="x">${marker('b')}</p><script>"${marker('c')}"</script><pre>${marker('d')}</pre>`;
  const { marked, problems } = found(text, 'a.html');
  t.deepEqual(problems, []);
  t.deepEqual(
    marked.map(({ marker: { subject } }) => subject),
    ['b', 'd'].map((id) => ({ kind: 'claim', id, part: 'measured' })),
  );
});

test('what is wrong with markers is told all together, each at its place, with a remedy', (t) => {
  const text = [
    'a <!-- samebits: p claim a -->1',
    '',
    'b <!-- samebits: p clam a -->1<!-- / -->',
    'c <!-- samebits: -->1<!-- / -->',
    'd <!-- samebits: p claim a, 3 digts -->1<!-- / -->',
    'e <!-- samebits: p claim a verdit -->1<!-- / -->',
    'f <!-- samebits: p cell probe sd -->1<!-- / -->',
    'g <!-- samebits: p claim a, set data.with.directory=/etc -->1<!-- / -->',
    'h 1<!-- / -->',
    'i <!-- samebits: p claim "a -->1<!-- / -->',
    'j <!-- samebits: p table s.o -->1<!-- / -->',
    '',
    '<!-- samebits: p claim a -->1<!-- / --> begins a line',
    '',
    'k <!-- samebits: p claim a -->`1`<!-- / -->',
    'l <!-- samebits: p claim a -->1',
  ].join('\n');
  t.deepEqual(
    found(text).problems.map((problem) => problem.replace(/ {2}There is.*$/, '')),
    [
      'a.md:1:3  this marker has no end.  Put <!-- / --> after the marked text.',
      'a.md:3:3  "clam" is nothing that a marker can be about.  Did you mean claim?',
      'a.md:4:3  the marker names no pipeline.  Example: <!-- samebits: quickstart claim top-layer, 3 digits -->',
      'a.md:5:3  "3 digts" is no clause of this marker.',
      'a.md:6:3  a claim has no verdit.  Did you mean verdict?',
      'a.md:7:3  "probe" does not name an output.  Name a stage and its output: probe.activations.',
      'a.md:8:3  a marker sets no paths.  Numbers of data that lie elsewhere stay unmarked.',
      'a.md:9:4  this ends a marker that is not there.  Put <!-- samebits: … --> before the text, or remove it.',
      'a.md:10:3  quotes or brackets are left open.  Example: <!-- samebits: quickstart claim top-layer, 3 digits -->',
      'a.md:11:3  the marker of a table or of printed lines, and its end, must each have a line without indentation.  Put an empty line before it and after it.',
      'a.md:13:1  a marker that begins a line makes HTML of that line.  Put a word before it.',
      'a.md:15:3  the marked text holds a line end, or a sign that means something in Markdown.  Mark the number alone: **<!-- samebits: … -->0.1<!-- / -->**',
      'a.md:16:3  this marker has no end.  Put <!-- / --> after the marked text.',
    ],
  );
});

test('a document is Markdown or HTML by its name', (t) => {
  t.throws(() => found('', 'a.txt'), { message: /neither Markdown nor HTML/ });
});

/** Markdown of all sorts: pieces that mean something to a parser, and any text. */
const markdown = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        ...['\n', '\n\n', '# ', '- ', '> ', '`', '```\n', '| ', '*', '<b>', '<!-- x -->', '\\', '    '],
      ),
      fc.constantFrom('<!-- samebits: p claim a -->', '<!-- / -->', '0.103'),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

test('writing what is there already changes nothing; what is written stands in its place, and nothing else changes', (t) => {
  fc.assert(
    fc.property(markdown, (text) => {
      const { marked } = found(text);
      const same = marked.map(({ from, to, text: own }) => ({ from, to, text: own }));
      if (replaced(text, same) !== text) return false;
      const changes = marked.map(({ from, to }, index) => ({ from, to, text: `n${index}` }));
      const written = replaced(text, changes);
      // What lies between the marked texts is what lay there before.
      const outside = (whole: string, at: readonly { from: number; to: number }[]) =>
        [0, ...at.map(({ to }) => to)].map((start, index) =>
          whole.slice(start, at[index]?.from ?? whole.length),
        );
      const moved = changes.reduce<{ readonly from: number; readonly to: number }[]>(
        (sofar, { from, to, text: own }) => {
          const before = sofar.at(-1);
          const last = changes[sofar.length - 1];
          const shift = before === undefined || last === undefined ? 0 : before.to - last.to;
          return [...sofar, { from: from + shift, to: to + shift + own.length - (to - from) }];
        },
        [],
      );
      return (
        JSON.stringify(outside(text, marked)) === JSON.stringify(outside(written, moved)) &&
        moved.every(({ from, to }, index) => written.slice(from, to) === `n${index}`)
      );
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

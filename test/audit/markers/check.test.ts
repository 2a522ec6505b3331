import test from 'ava';
import fc from 'fast-check';
import { checked } from '../../../src/audit/markers/check.js';
import { markedTexts, replaced } from '../../../src/audit/markers/document.js';
import type { Source } from '../../../src/audit/markers/source.js';
import type { Problem } from '../../../src/stage/problem.js';
import { makeProject, sums, type Project } from '../../project.js';

const claims = [
  {
    ...{ id: 'is-five', statement: 'The sum is five.', source: 'table 1' },
    ...{ of: 'total.table', column: 'value', reference: 5, within: { bits: true } },
  },
  {
    ...{
      id: 'three-is-more',
      statement: 'Three | is more.',
      of: 'one.table',
      where: { value: 3 },
      column: 'value',
    },
    ...{ relativeTo: { where: { value: 2 } }, atLeast: 2 },
  },
];

async function sourceOf(project: Project): Promise<Source> {
  await project.write('pipelines/sums.json', { ...sums, claims });
  const events = await project.run('pipelines/sums.json');
  const records = new Map(
    events.flatMap((event) => (event.event === 'made' ? [[event.task, event.record] as const] : [])),
  );
  return { plan: await project.plan('pipelines/sums.json'), records, store: project.store };
}

/** A text of each kind, right as it stands; DIGEST stands for one. */
const kinds = [
  'x <!-- samebits: sums claim is-five -->5<!-- / -->',
  'x <!-- samebits: sums claim is-five, 2 decimals -->5.00<!-- / -->',
  'x <!-- samebits: sums claim three-is-more, 4 digits -->1.5<!-- / -->',
  'x <!-- samebits: sums claim three-is-more verdict -->does not hold<!-- / -->',
  'x <!-- samebits: sums claim is-five expected -->the bits of 5<!-- / -->',
  'x <!-- samebits: sums cell one.table value, where value=3 -->3<!-- / -->',
  'x <!-- samebits: sums cell total.table value, last row, percent -->500 %<!-- / -->',
  'x <!-- samebits: sums digest total.table -->DIGEST<!-- / -->',
  [
    ...['<!-- samebits: sums table one.table, column value 1 decimal as "the number" -->', ''],
    ...['| the number |', '| ---------: |', '|        2.0 |', '|        3.0 |', '', '<!-- / -->'],
  ].join('\n'),
  [
    ...['<!-- samebits: sums claims, column statement, column measured, column verdict -->', ''],
    ...[
      '| statement         | measured | verdict       |',
      '| ----------------- | -------: | ------------- |',
    ],
    ...[
      '| The sum is five.  |        5 | holds         |',
      '| Three \\| is more. |      1.5 | does not hold |',
    ],
    ...['', '<!-- / -->'],
  ].join('\n'),
];

/** Lines of a run, as a README shows them. */
const printed = [
  ...['<!-- samebits: sums printed claims -->', '', '```', 'sums  3 tasks', '  …'],
  ...[
    '  ●  is-five        5    the bits of 5  holds',
    '  ✕  three-is-more  1.5  ≥ 2            does not hold',
  ],
  ...['claims   1 hold · 1 do not · 0 undecided at this budget', '```', '', '<!-- / -->'],
].join('\n');

async function resultsOf(text: string, source: Source) {
  const problems: Problem[] = [];
  const marked = markedTexts(text, 'a.md', problems);
  const found = await Promise.all(marked.map((each) => checked(each, source, problems)));
  return { marked, found, problems };
}

const written = (text: string, source: Source) => {
  const digest = source.records.get('total')?.outputs.table?.digest ?? '';
  return text.replace('DIGEST', digest.slice(0, 12));
};

test('a text of every kind is the one that its artifacts give', async (t) => {
  const source = await sourceOf(await makeProject(t));
  for (const kind of kinds) {
    const { found, problems } = await resultsOf(written(kind, source), source);
    t.deepEqual(problems, []);
    t.is(found.length, 1, kind);
    t.is(found[0]?.result, 'same', kind);
  }
});

test('in HTML a text is escaped as HTML, and a table is one of HTML', async (t) => {
  const source = await sourceOf(await makeProject(t));
  const resultOf = async (text: string) => {
    const problems: Problem[] = [];
    const [marked] = markedTexts(text, 'a.html', problems);
    const found = marked && (await checked(marked, source, problems));
    return found?.result === 'different' ? found.expected : found?.result;
  };
  t.is(await resultOf('<p><!-- samebits: sums claim three-is-more expected -->≥ 2<!-- / --></p>'), 'same');
  const table = '<!-- samebits: sums claims, column statement as "a < b", column verdict -->x<!-- / -->';
  const expected = await resultOf(table);
  t.is(
    expected,
    [
      ...[
        '',
        '<table>',
        '<tr><th>a &lt; b</th><th>verdict</th></tr>',
        '<tr><td>The sum is five.</td><td>holds</td></tr>',
      ],
      ...['<tr><td>Three | is more.</td><td>does not hold</td></tr>', '</table>', ''],
    ].join('\n'),
  );
  t.is(await resultOf(table.replace('>x<', `>${expected ?? ''}<`)), 'same');
});

test('every change of one character of every marked text is found, and writing what is right mends it', async (t) => {
  const source = await sourceOf(await makeProject(t));
  for (const kind of kinds) {
    const right = written(kind, source);
    const [marked] = (await resultsOf(right, source)).marked;
    const own = marked?.text ?? '';
    const changes = Array.from(own).flatMap((sign, index) =>
      // Space around a table's cells, and how long its rule is, is not text.
      /[\s|:-]/.test(sign) && own.includes('\n')
        ? []
        : ['0', '9', 'x', '']
            .filter((other) => other !== sign)
            .map((other) => own.slice(0, index) + other + own.slice(index + 1)),
    );
    t.true(changes.length >= own.trim().length / 2);
    for (const change of changes) {
      const wrong = replaced(right, [{ from: marked?.from ?? 0, to: marked?.to ?? 0, text: change }]);
      const { found, marked: there } = await resultsOf(wrong, source);
      const [result] = found;
      if (result?.result !== 'different') t.fail(`${change} passes for ${own}`);
      else {
        const fixed = replaced(
          wrong,
          there.map(({ from, to }) => ({ from, to, text: result.expected })),
        );
        t.is(fixed, right);
      }
    }
  }
});

test('of lines that a run prints, those about claims are held against it, sign by sign, and the others left alone', async (t) => {
  const source = await sourceOf(await makeProject(t));
  const resultOf = async (text: string) => {
    const { found, problems } = await resultsOf(text, source);
    return problems.length > 0 ? 'a problem' : found[0]?.result;
  };
  t.is(await resultOf(printed), 'same');
  t.is(await resultOf(printed.replace('five        5', 'five  5').replace('3 tasks', '9 tasks')), 'same');
  const about = printed.split('\n').filter((line) => /five|three|^claims/.test(line));
  t.is(about.length, 3);
  for (const line of about)
    for (const [index, sign] of Array.from(line).entries())
      if (/\S/.test(sign)) {
        const changed = Array.from(line)
          .with(index, sign === '7' ? '8' : '7')
          .join('');
        const result = await resultOf(printed.replace(line, () => changed));
        t.true(result === 'different' || result === 'a problem', `${changed}: ${result ?? 'nothing'}`);
      }
  const { found } = await resultsOf(printed.replace('1.5', '1.6').replace('1 hold', '2 hold'), source);
  t.true(found[0]?.result === 'different' && printed.includes(found[0].expected));
});

test('any other text than the right one is found', async (t) => {
  const source = await sourceOf(await makeProject(t));
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[0-9.,−% ]{0,6}$/), async (text) => {
      const { found } = await resultsOf(`x <!-- samebits: sums claim is-five -->${text}<!-- / -->`, source);
      return found[0]?.result === (text === '5' ? 'same' : 'different');
    }),
  );
  t.pass();
});

/** Markdown of all sorts, with markers in it. */
const markdown = fc
  .array(
    fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom(
        '\n',
        '\n\n',
        '# ',
        '- ',
        '> ',
        '`',
        '```\n',
        '| ',
        '*',
        '<b>',
        '</div>',
        '\n<div>\n',
        '\\',
        '    ',
      ),
      fc.constantFrom('5', '6').map((text) => `x <!-- samebits: sums claim is-five -->${text}<!-- / -->`),
      fc.constant('x <!-- samebits: sums claim is-five verdict -->holds<!-- / -->'),
      fc.constant('\n\n<!-- samebits: sums claims -->\n\nA table.\n\n<!-- / -->\n'),
      fc.constant('<!-- / -->'),
    ),
    { maxLength: 20 },
  )
  .map((pieces) => pieces.join(''));

test('what is written once stands: in any Markdown, a second look finds every text as it should be', async (t) => {
  const source = await sourceOf(await makeProject(t));
  await fc.assert(
    fc.asyncProperty(markdown, async (text) => {
      const { found, problems, marked } = await resultsOf(text, source);
      fc.pre(problems.length === 0 && marked.length > 0);
      const changes = found.flatMap((each) =>
        each?.result === 'different'
          ? [{ from: each.marked.from, to: each.marked.to, text: each.expected }]
          : [],
      );
      const again = await resultsOf(replaced(text, changes), source);
      return again.problems.length === 0 && again.found.every((each) => each?.result === 'same');
    }),
    { numRuns: 100 },
  );
  t.pass();
});

test('what the pipeline does not have is told with the nearest name, at the text', async (t) => {
  const source = await sourceOf(await makeProject(t));
  const cases = [
    ['claim is-fve', /sums has no claim "is-fve"\. {2}Did you mean is-five\?/],
    ['cell ttal.table value', /sums has no stage "ttal"\. {2}Did you mean total\?/],
    ['cell total.tabel value', /stage "total" makes no table "tabel"\. {2}Did you mean table\?/],
    ['cell one.note value, where value=2', /makes no table "note"/],
    ['cell total.table vlaue', /vlaue is neither a column of the table/],
    ['cell one.table value', /where is empty and matches 2 numbers/],
    ['cell one.table value, where value=9', /no cell of one has the values/],
    ['digest one.table', /where picks 2 artifacts/],
    ['claim is-five p', /claim is-five has no p-value/],
  ] as const;
  for (const [marker, message] of cases) {
    const { problems } = await resultsOf(`x <!-- samebits: sums ${marker} -->5<!-- / -->`, source);
    t.is(problems.length, 1, marker);
    t.is(problems[0]?.place.replace(/:\d+$/, ''), 'a.md:1');
    t.regex(`${problems[0]?.rule ?? ''}  ${problems[0]?.remedy ?? ''}`, message);
  }
});

test('what is not made is neither right nor wrong', async (t) => {
  const source = await sourceOf(await makeProject(t));
  const none = { ...source, records: new Map() };
  const { found } = await resultsOf('x <!-- samebits: sums claim is-five -->5<!-- / -->', none);
  t.like(found[0], { result: 'not made', tasks: ['total'] });
});

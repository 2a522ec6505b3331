import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import test from 'ava';
import { actsOnTerminals, hostileStrings } from '../hostile.js';
import { samebits } from '../command.js';
import { makeProject } from '../project.js';

/** A stage whose table holds a word, under titles that hold it too; told to, it fails with it, or dies after printing it. */
const words = {
  'stages/words/declaration.js': `
    export const declaration = {
      name: 'words', version: 1, title: 'Words', description: 'Writes a word.',
      parameters: { type: 'object', properties: {
        word: { type: 'string', default: '', title: 'Word', description: 'The word.' },
        end: { type: 'string', default: '', title: 'End', description: 'How to end.' } } },
      inputs: {}, outputs: { table: { mediaType: 'text/csv', description: 'The word.' } } };`,
  'stages/words/run.js': `
    const quoted = (text) => '"' + text.replaceAll('"', '""') + '"';
    export async function run({ parameters: { word, end }, write, progress }) {
      progress({ done: 0, total: 1, unit: word, note: word });
      if (end === 'fail') throw new Error(word);
      if (end === 'die') { console.error(word); process.exit(7); }
      await write('table', 'word,value\\n' + quoted(word) + ',-1.5\\n', { title: word, id: word, columns: [
        { name: 'word', type: 'text', title: word }, { name: 'value', type: 'number', title: word } ] });
    }`,
} as const;

/** A pipeline that says a string wherever one can be said. */
function pipelineOf(strings: readonly string[]) {
  const [first = ''] = strings;
  const long = strings.join(' ').slice(0, 290);
  return {
    name: 'hostile',
    title: long,
    description: strings.join('\n'),
    matrix: { [first]: strings },
    stages: {
      words: { use: './stages/words', description: long, with: { word: { $matrix: first } } },
      figure: {
        use: 'figure',
        inputs: { tables: { $each: 'words.table' } },
        with: {
          ...{ id: 'con', title: long, caption: long },
          x: { column: 'value', title: first },
          y: { title: first },
          measures: [{ column: 'value', mark: 'point' }],
          series: ['word'],
        },
      },
      report: {
        use: 'report',
        inputs: { figures: 'figure', tables: [{ $each: 'words.table' }] },
        with: { sections: [{ heading: first, text: long, paper: long, figures: ['con'] }] },
      },
    },
    claims: [
      {
        ...{ id: 'constructor', statement: long, source: long, figure: 'con' },
        ...{ of: 'words.table', where: { [first]: first }, column: 'value', atLeast: -2 },
      },
    ],
  };
}

/** The elements of a page, without what they say; drawings apart, whose lines break where words do. */
function skeleton(page: string): string {
  const tags = page.replace(/<svg.*?<\/svg>/gs, '<svg>').match(/<[^>]*>/g) ?? [];
  return tags.map((tag) => tag.replace(/"[^"]*"/g, '""')).join('\n');
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

const tried = hostileStrings.filter((_, index) => index % 4 === 0 || index > hostileStrings.length - 4);
const harmless = tried.map((text, index) => (text.trim() === '' ? text : `word${index}`));

test('a pipeline made of hostile strings runs, and its page has the elements of one made of harmless words', async (t) => {
  t.timeout(180_000);
  const project = await makeProject(t);
  for (const [file, text] of Object.entries(words)) await project.write(file, text);
  const before = await filesUnder(project.folder);
  const pages = [];
  for (const strings of [harmless, tried]) {
    await project.write('pipelines/hostile.json', pipelineOf(strings));
    const { code, out, err } = await samebits(project.folder, 'run', 'pipelines/hostile.json');
    t.is(code, 0, (out + err).replace(/ {3,}|x{9,}/g, '  '));
    t.notRegex(out + err, actsOnTerminals);
    t.true(out.split('\n').every((line) => line.length < 2200));
    pages.push(await readFile(join(project.folder, 'artifacts/reports/hostile.html'), 'utf8'));
  }
  const [plain = '', page = ''] = pages;
  t.is(skeleton(page), skeleton(plain));
  t.notRegex(page.replaceAll('\n', ''), actsOnTerminals);
  t.regex(page, /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;/);
  const elsewhere = (await filesUnder(project.folder)).filter((file) => !file.startsWith('artifacts/'));
  t.deepEqual(elsewhere.sort(), [...before, 'pipelines/hostile.json'].sort());
  const published = await readdir(join(project.folder, 'artifacts/reports/hostile'));
  t.deepEqual(
    published.filter((name) => !/^[A-Za-z0-9_,][A-Za-z0-9.,_-]{0,120}\.(svg|png|csv)$/.test(name)),
    [],
  );
  t.is(new Set(published.map((name) => name.toLowerCase())).size, published.length);
});

test('what was run, why, what differs and what documents say of it is told as text on lines, and as JSON that a terminal only shows', async (t) => {
  t.timeout(240_000);
  const project = await makeProject(t);
  for (const [file, text] of Object.entries(words)) await project.write(file, text);
  const file = 'pipelines/hostile.json';
  const strings = [...tried, '\u009b31m', '\u202egpj.exe'];
  await project.write(file, pipelineOf(strings));
  const [first = ''] = strings;
  const before = await samebits(project.folder, 'run', file);
  t.is(before.code, 0, before.out + before.err);

  await project.write(
    'README.md',
    `The value is <!-- samebits: hostile cell words.table value, where ${JSON.stringify(first)}=\u009b31m -->1<!-- / -->.\n`,
  );
  const commands: readonly (readonly string[])[] = [
    ['list', file],
    ['list'],
    ['show', 'hostile/figure'],
    ['why', file, '*'],
    ['why', file, '*', '--set', 'figure.with.caption=other', '--set', 'words.with.end=\u009b31m'],
    ['diff', file, '--set', 'words.with.end=\u009b31m'],
    ['graph', file, '--cells'],
    ['audit', 'README.md'],
    ['verify', file, '--only', 'words'],
    ['export', file],
  ];
  for (const [command = '', ...rest] of commands)
    for (const json of [[], ['--json']]) {
      const more = command === 'export' ? ['--to', `crate${json.length}`] : [];
      const { code, out, err } = await samebits(project.folder, command, ...rest, ...more, ...json);
      t.true([0, 1].includes(code), `${command}: ${err}`);
      t.notRegex(out + err, actsOnTerminals, [command, ...rest, ...json].join(' '));
      if (json.length > 0)
        for (const line of out.trimEnd().split('\n')) t.notThrows(() => JSON.parse(line) as unknown, line);
    }
});

test('what a task says when it fails or dies reaches neither terminal nor log as more than text on a line', async (t) => {
  t.timeout(180_000);
  const project = await makeProject(t);
  for (const [file, text] of Object.entries(words)) await project.write(file, text);
  const word = hostileStrings.join(' ').slice(0, 1500);
  for (const end of ['fail', 'die']) {
    await project.write('pipelines/p.json', {
      name: 'p',
      stages: { words: { use: './stages/words', with: { word, end } } },
    });
    const told = await samebits(project.folder, 'run', 'pipelines/p.json');
    t.is(told.code, 1);
    t.regex(told.out, /FAILED/);
    t.notRegex(told.out + told.err, actsOnTerminals);
    const logged = await samebits(project.folder, 'run', 'pipelines/p.json', '--json');
    t.notRegex(logged.out, actsOnTerminals);
    for (const line of logged.out.trimEnd().split('\n')) t.notThrows(() => JSON.parse(line) as unknown, line);
  }
});

test('hostile names where a pipeline may not have them are mistakes, told on lines of their own', async (t) => {
  t.timeout(180_000);
  const project = await makeProject(t);
  await mkdir(join(project.folder, 'pipelines'));
  const named = hostileStrings.map((text): [string, object] => [
    text,
    { use: text, with: { [text]: text }, inputs: { [text]: text } },
  ]);
  await project.write('pipelines/p.json', {
    name: '../p',
    seed: { $matrix: '__proto__' },
    matrix: { include: [Object.fromEntries(hostileStrings.map((text) => [text, text]))], constructor: [1] },
    stages: {
      one: { use: './stages/number', with: Object.fromEntries(hostileStrings.map((text) => [text, text])) },
    },
    claims: [{ id: '__proto__', statement: '', of: '__proto__.x', column: 'constructor' }],
  });
  const first = await samebits(project.folder, 'plan', 'pipelines/p.json');
  t.is(first.code, 2);
  await project.write('pipelines/p.json', { name: 'p', stages: Object.fromEntries(named) });
  const second = await samebits(project.folder, 'plan', 'pipelines/p.json');
  t.is(second.code, 2);
  for (const { err } of [first, second]) {
    t.notRegex(err, actsOnTerminals);
    t.regex(err, /\n\d+ errors\. Nothing was run\.\n$/);
    t.notRegex(err, /does not know/);
  }
});

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';

interface Row {
  readonly page: string;
  readonly promise: string;
  readonly file: string;
  readonly title: string;
}

/** `| promise | \`test/FILE.test.ts › title of the test\` |`: what a page promises, and the test that holds it. */
function rowsOf(page: string): readonly Row[] {
  return rowsIn(readFileSync(join('docs', page), 'utf8'), page);
}

function rowsIn(text: string, page: string): readonly Row[] {
  const rows = text.matchAll(/^\|\s*(.+?)\s*\|\s*`(test\/\S+\.ts) › (.+?)`\s*\|$/gm);
  return [...rows].map(([, promise = '', file = '', title = '']) => ({ page, promise, file, title }));
}

/** The names that a file's tests are declared with: a string before a function. */
function titlesIn(file: string): ReadonlySet<string> {
  const calls = readFileSync(file, 'utf8').matchAll(/\(\s*(['"`])((?:\\.|(?!\1).)*)\1,\s*(?:async\s*)?\(/gs);
  return new Set([...calls].map(([, , title = '']) => title.replace(/\\(.)/g, '$1')));
}

const pages = readdirSync('docs').filter((name) => name.endsWith('.md'));

test('every promise of a page names a test that is there', (t) => {
  const broken = pages
    .flatMap(rowsOf)
    .filter(({ file, title }) => !existsSync(file) || !titlesIn(file).has(title))
    .map(({ page, file, title }) => `docs/${page}: ${file} › ${title}`);
  t.deepEqual(broken, []);
});

test('a row of a table of promises cannot be overlooked for its form', (t) => {
  const linesIn = (page: string) =>
    [
      ...readFileSync(join('docs', page), 'utf8').matchAll(
        /^\|.*\|\s*test\s*\|\n\|[-\s|]+\|\n((?:\|.*\n)+)/gim,
      ),
    ].flatMap(([, body = '']) => body.trim().split('\n'));
  for (const page of pages) t.is(rowsOf(page).length, linesIn(page).length, `docs/${page}`);
  for (const page of ['keys.md', 'safety.md']) t.not(linesIn(page).length, 0, page);
});

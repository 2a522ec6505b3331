import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve } from 'node:path';
import test from 'ava';

/** What each folder may import, besides itself, as ARCHITECTURE.md's table says it. Types count too. */
const allowed: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(
      /^\| `(?:src\/)?([a-z]+)\/(?:NAME\/)?`.*\|([^|]*)\|$/gm,
    ),
  ].map(
    ([, folder = '', imports = '']) =>
      [
        folder,
        imports
          .replace(/\([^)]*\)/g, '')
          .trim()
          .split(/,? +/),
      ] as const,
  ),
);

function mayImport(from: string, to: string): boolean {
  const imports = allowed.get(from) ?? [];
  return imports.includes(to) || imports.includes('all');
}

test('every import points the way that ARCHITECTURE.md says', (t) => {
  const wrong = [...sourcesIn('src'), ...sourcesIn('stages')].flatMap((file) =>
    importsOf(file)
      .map(folderOf)
      .filter((to) => to !== folderOf(file) && !mayImport(folderOf(file), to))
      .map((to) => `${file} imports ${to}`),
  );
  t.deepEqual(wrong, []);
});

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): readonly string[] {
  const specifiers = [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
    ([, name = '']) => name,
  );
  return specifiers.map((name) => relative('.', resolve(dirname(file), name)));
}

function folderOf(file: string): string {
  const [first = '', second = ''] = normalize(file).split(/[\\/]/);
  return first === 'src' ? second : first;
}

test('no module but those of the stage fetch can ask a network for something', (t) => {
  const asks =
    /from '(?:node:)?(?:net|https?|http2|dns|dns\/promises|tls|dgram|undici|ws)'|(?<!#)\bfetch\(|WebSocket|EventSource/;
  const asking = [...sourcesIn('src'), ...sourcesIn('stages')].filter((file) =>
    asks.test(readFileSync(file, 'utf8')),
  );
  t.deepEqual(asking, [join('stages', 'fetch', 'internet.ts'), join('stages', 'fetch', 'run.ts')]);
});

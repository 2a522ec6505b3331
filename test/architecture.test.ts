import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve } from 'node:path';
import test from 'ava';

/** What each folder may import, besides itself: ARCHITECTURE.md's table. Types count too. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  stages: ['artifact', 'claim', 'data', 'engine', 'random', 'stage', 'statistics', 'training', 'view'],
  artifact: [],
  stage: ['artifact', 'engine'],
  claim: ['artifact', 'stage'],
  random: [],
  data: ['artifact', 'random', 'stage'],
  engine: ['artifact', 'stage'],
  statistics: ['artifact', 'data', 'engine', 'stage'],
  training: ['artifact', 'data', 'engine', 'stage', 'statistics'],
  view: ['artifact', 'claim', 'data', 'stage'],
  plan: ['artifact', 'claim', 'stage', 'store'],
  store: ['artifact', 'stage'],
  run: ['artifact', 'plan', 'stage', 'store', 'view'],
  audit: ['artifact', 'claim', 'plan', 'stage', 'store'],
  cli: ['artifact', 'audit', 'claim', 'engine', 'plan', 'run', 'stage', 'store'],
};

test('every import points the way that ARCHITECTURE.md says', (t) => {
  const wrong = [...sourcesIn('src'), ...sourcesIn('stages')].flatMap((file) =>
    importsOf(file)
      .map(folderOf)
      .filter((to) => to !== folderOf(file) && !allowed[folderOf(file)]?.includes(to))
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

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'es-module-lexer';
import { digestOf, digestOfJson, type Digest } from '../artifact/digest.js';
import type { JsonObject } from '../artifact/json.js';
import { lockedPackages } from './packages.js';

/** What the code of a stage is made of. Nobody lists files: it is the transitive import closure of its modules. */
export interface Code {
  readonly digest: Digest;
  /** The closure's own files, by path from their package's folder: modules (compiled, without comments) and data such as kernels. */
  readonly files: JsonObject;
  /** Every package that the closure reaches, by name and version, with the lock file's integrity. */
  readonly packages: JsonObject;
}

const known = new Map<string, Module>();

interface Module {
  readonly digest: Digest;
  readonly imports: readonly string[];
  readonly assets: readonly string[];
  readonly packages: readonly string[];
}

/** The code digest of a stage from its modules. */
export function codeOf(modules: readonly string[]): Code {
  const files = new Map<string, Digest>();
  const packages = new Set<string>();
  const home = packageFolder(modules[0] ?? '.');
  const named = (file: string) => relative(home, file).split(sep).join('/');
  const visit = (file: string): void => {
    if (files.has(named(file))) return;
    const module = moduleAt(file);
    files.set(named(file), module.digest);
    module.packages.forEach((name) => packages.add(name));
    module.assets.forEach((asset) => files.set(named(asset), digestOf(readFileSync(asset))));
    module.imports.forEach(visit);
  };
  modules.forEach(visit);
  const parts = { files: sorted(files), packages: lockedPackages([...packages].sort(), home) };
  return { digest: digestOfJson('samebits/code/1', parts), ...parts };
}

function moduleAt(file: string): Module {
  const before = known.get(file);
  if (before !== undefined) return before;
  const text = readFileSync(file, 'utf8');
  const specifiers = [...parse(text)[0].flatMap(({ specifier }) => specifier ?? []), ...resolvedIn(text)];
  const imports = specifiers
    .filter((name) => name.startsWith('.'))
    .map((name) => resolve(dirname(file), name));
  const module: Module = {
    digest: digestOf(text),
    imports,
    assets: assetsIn(text, file),
    packages: specifiers
      .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
      .map(packageName),
  };
  known.set(file, module);
  return module;
}

/** Packages that a module asks only the place of, such as a font's. */
function resolvedIn(text: string): readonly string[] {
  return [...text.matchAll(/import\.meta\.resolve\(\s*['"]([^'"]+)['"]/g)].map(
    ([, specifier = '']) => specifier,
  );
}

/** Files that a module names by `new URL('…', import.meta.url)`: kernels, fonts. Folders are followed by who lists them. */
function assetsIn(text: string, file: string): readonly string[] {
  const named = [...text.matchAll(/new URL\(\s*['"]([^'"]+)['"]\s*,\s*import\.meta\.url\s*\)/g)];
  return named
    .map(([, path = '']) => fileURLToPath(new URL(path, pathToFileURL(file))))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The nearest folder above with a package.json that has a name. */
function packageFolder(file: string): string {
  const folder = dirname(resolve(file));
  return existsSync(join(folder, 'package.json')) || dirname(folder) === folder
    ? folder
    : packageFolder(folder);
}

function sorted(map: ReadonlyMap<string, Digest>): JsonObject {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}

import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'es-module-lexer';
import { digestOf, digestOfJson, type Digest } from '../artifact/digest.js';
import type { JsonObject } from '../artifact/json.js';
import { outsideCode } from '../stage/outside.js';
import { BadInput } from '../stage/problem.js';
import { linkedFile, packageFolder, packageName, type LinkedFile } from './linked.js';
import { lockedPackages } from './packages.js';

/** What the code of a stage is made of. Nobody lists files: it is the transitive import closure of its modules. */
export interface Code {
  readonly digest: Digest;
  /** What `digest` is the digest of. */
  readonly listing: Listing;
}

export interface Listing extends JsonObject {
  /** The closure's own files, by path from their package's folder: modules (compiled, without comments) and data such as kernels. */
  readonly files: Readonly<Record<string, Digest>>;
  /** Every package that the closure reaches, by name and version, with the lock file's integrity. */
  readonly packages: Readonly<Record<string, string>>;
}

const known = new Map<string, Module>();

interface Module {
  readonly digest: Digest;
  readonly imports: readonly string[];
  readonly data: readonly string[];
  readonly packages: readonly string[];
  /** Files of packages that are no installed copies. */
  readonly linked: readonly LinkedFile[];
}

/** Whose file it is: the folder that its name is seen from, and what the name begins with. */
interface Owner {
  readonly folder: string;
  readonly prefix: string;
}

/** The code digest of a stage from its modules. Throws BadInput where the closure cannot be followed to its end. */
export function codeOf(modules: readonly string[]): Code {
  const files = new Map<string, { readonly path: string; readonly digest: Digest }>();
  const visited = new Set<string>();
  const packages = new Map<string, Set<string>>();
  const add = ({ folder, prefix }: Owner, path: string, digest: Digest): void => {
    const name = prefix + relative(folder, path).split(sep).join('/');
    const before = files.get(name);
    if (before !== undefined && before.path !== path)
      throw unfollowed(path, `and ${shown(before.path)} are both ${name}`, 'Link one of them alone.');
    files.set(name, { path, digest });
  };
  const visit = (path: string, owner: Owner): void => {
    const file = real(path);
    if (visited.has(file)) return;
    visited.add(file);
    const module = moduleAt(file);
    add(owner, file, module.digest);
    const names = packages.get(owner.folder) ?? new Set();
    packages.set(owner.folder, names);
    module.packages.forEach((name) => names.add(name));
    module.data.forEach((path) => {
      add(owner, path, digestOf(readFileSync(path)));
    });
    module.imports.forEach((path) => {
      visit(path, owner);
    });
    for (const { path, link } of module.linked) {
      const other = link === undefined ? owner : { ...link, prefix: `node_modules/${link.name}/` };
      if (isModule(path)) visit(path, other);
      else add(other, path, digestOf(readFileSync(path)));
    }
  };
  const home = packageFolder(real(modules[0] ?? '.'));
  modules.forEach((path) => {
    visit(path, { folder: home, prefix: '' });
  });
  const digests = [...files].map(([name, { digest }]): [string, Digest] => [name, digest]);
  const listing = { files: Object.fromEntries(digests.sort(byName)), packages: allLocked(packages) };
  return { digest: digestOfJson('samebits/code/1', listing), listing };
}

/** The packages that the code of each folder reaches. Two lock files may give one version two integrities: then both stand. */
function allLocked(packages: ReadonlyMap<string, ReadonlySet<string>>): Listing['packages'] {
  const found = new Map<string, Set<string>>();
  for (const [home, names] of packages)
    for (const [name, integrity] of Object.entries(lockedPackages([...names].sort(), home)))
      found.set(name, (found.get(name) ?? new Set()).add(integrity));
  return Object.fromEntries(
    [...found].map(([name, each]): [string, string] => [name, [...each].sort().join(' ')]).sort(byName),
  );
}

/** Node resolves what a module imports from where its file really is, however the way there is linked. */
function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

function moduleAt(file: string): Module {
  const before = known.get(file);
  if (before !== undefined) return before;
  const text = readModule(file);
  const specifiers = [...specifiersIn(text, file), ...resolvedIn(text)];
  const [near, far] = [
    specifiers.filter(isNear),
    specifiers.filter((name) => !isNear(name) && !isBuiltin(name)),
  ];
  const assets = assetsIn(text, file);
  const mapped = far.find((name) => name.startsWith('#'));
  if (mapped !== undefined)
    throw unfollowed(
      file,
      `imports "${mapped}", which package.json maps to a file`,
      'Import the file by its path.',
    );
  const elsewhere = far.map((specifier) => ({ specifier, linked: linkedFile(specifier, file) }));
  const module: Module = {
    digest: digestOf(text),
    imports: [
      ...near.map((name) => fileURLToPath(new URL(name.replace(/[?#].*$/, ''), pathToFileURL(file)))),
      ...assets.filter(isModule),
    ],
    data: assets.filter((path) => !isModule(path)),
    packages: elsewhere.flatMap(({ specifier, linked }) =>
      linked === undefined ? [packageName(specifier)] : [],
    ),
    linked: elsewhere.flatMap(({ linked }) => linked ?? []),
  };
  known.set(file, module);
  return module;
}

function readModule(file: string): string {
  const text = statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, 'utf8') : undefined;
  if (text === undefined)
    throw new BadInput({
      place: shown(file),
      rule: 'there is no such module.',
      remedy: 'A stage has declaration.js and run.js.',
    });
  if (file.endsWith('.cjs')) throw unfollowed(file, 'is CommonJS', 'Make it an ES module.');
  if (/\bcreateRequire\b/.test(text)) throw unfollowed(file, 'makes a require', 'Use import.');
  return text;
}

function specifiersIn(text: string, file: string): readonly string[] {
  const imports = importsIn(text, file);
  const computed = imports.find(
    (each) =>
      each.type === 'dynamic' &&
      (typeof each.specifier !== 'string' || each.glob) &&
      !text.startsWith(outsideCode.name, each.start),
  );
  if (computed !== undefined)
    throw unfollowed(
      file,
      `imports a name that is made while it runs, ${text.slice(computed.start, computed.end)}`,
      'Write the name out.',
    );
  return imports.flatMap(({ specifier }) => specifier ?? []);
}

function importsIn(text: string, file: string): ReturnType<typeof parse>[0] {
  try {
    return parse(text)[0];
  } catch (error) {
    const line = text.slice(0, offsetOf(error)).split('\n');
    throw new BadInput({
      place: `${shown(file)}:${line.length}:${(line.at(-1) ?? '').length + 1}`,
      rule: 'this is not JavaScript that can be read.',
    });
  }
}

/** Where the lexer gave up. */
function offsetOf(error: unknown): number {
  return error instanceof Error && 'idx' in error && typeof error.idx === 'number' ? error.idx : 0;
}

/** Packages that a module asks only the place of, such as a font's. */
function resolvedIn(text: string): readonly string[] {
  return [...text.matchAll(/import\.meta\.resolve\(\s*['"]([^'"]+)['"]/g)].map(
    ([, specifier = '']) => specifier,
  );
}

/** Files that a module names by `new URL('…', import.meta.url)`: kernels, the module of a worker thread. Not folders. */
function assetsIn(text: string, file: string): readonly string[] {
  const named = [...text.matchAll(/new URL\(\s*['"`]([^'"`$]+)['"`]\s*,\s*import\.meta\.url\s*\)/g)];
  return named
    .map(([, path = '']) => fileURLToPath(new URL(path, pathToFileURL(file))))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function isNear(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('file:');
}

function isModule(path: string): boolean {
  return /\.[cm]?js$/.test(path);
}

/** What cannot be followed cannot be in the code digest: then a change in it would pass unseen. */
function unfollowed(file: string, what: string, remedy: string): BadInput {
  return new BadInput({ place: shown(file), rule: `${what}: its code cannot be followed.`, remedy });
}

function shown(file: string): string {
  return relative(process.cwd(), file);
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { BadInput } from '../stage/problem.js';
import { exportedFile, manifestOf } from './exported.js';

/** A file that a module imports by a package's name and that lies in no node_modules folder: no lock file knows its content. */
export interface LinkedFile {
  readonly path: string;
  /** Which package it is of, and where that really lies; undefined where the module's own package imports itself by name. */
  readonly link?: { readonly name: string; readonly folder: string };
}

/** Undefined of a package that is installed, or that is not there. Throws BadInput where what is imported cannot be followed. */
export function linkedFile(specifier: string, importer: string): LinkedFile | undefined {
  const name = packageName(specifier);
  const own = packageFolder(importer);
  const { name: ownName, exports } = manifestOf(own);
  const subpath = `.${specifier.slice(name.length)}`;
  if (ownName === name && exports !== undefined) return { path: fileOf(own, subpath, specifier, importer) };
  const folder = folderOf(name, dirname(importer));
  if (folder === undefined || folder.split(sep).includes('node_modules')) return undefined;
  const path = fileOf(folder, subpath, specifier, importer);
  // A CommonJS file's requires are in no list of imports.
  if (path.endsWith('.js') && manifestOf(packageFolder(path)).type !== 'module')
    throw refusal(
      importer,
      `imports "${specifier}", a link to CommonJS`,
      'Make it an ES module, or install it.',
    );
  return { path, link: { name, folder } };
}

function fileOf(folder: string, subpath: string, specifier: string, importer: string): string {
  const path = exportedFile(folder, subpath);
  if (path === undefined || !existsSync(path))
    throw refusal(
      importer,
      `imports "${specifier}", and there is no such file in ${relative(process.cwd(), folder) || '.'}`,
      'Build that package, or import what its package.json exports.',
    );
  return realpathSync(path);
}

/** Where the package really lies that Node finds from a folder: in the nearest node_modules upwards. */
function folderOf(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(folder)) return realpathSync(folder);
  return dirname(from) === from ? undefined : folderOf(name, dirname(from));
}

export function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The nearest folder above with a package.json. */
export function packageFolder(file: string): string {
  const folder = dirname(resolve(file));
  return existsSync(join(folder, 'package.json')) || dirname(folder) === folder
    ? folder
    : packageFolder(folder);
}

function refusal(importer: string, what: string, remedy: string): BadInput {
  const place = relative(process.cwd(), importer);
  return new BadInput({ place, rule: `${what}: its code cannot be followed.`, remedy });
}

import { readFile, stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { isJsonObject, type Json } from '../artifact/json.js';
import { BadInput } from '../stage/problem.js';
import { ifPresent } from '../store/atomic.js';
import { located, merged, parseLocated, plain, type Located } from './located.js';

/** A pipeline file as text became data: `extends` and `--set` laid over each other, positions kept; not yet checked. */
export interface Loaded {
  readonly file: string;
  readonly document: Located;
  /** The same pipeline without `--set`, and each one that it extends, laid over what that extends: nearest first. */
  readonly written: readonly Located[];
  readonly settings: readonly string[];
}

/** A `--set` argument: `train.with.learningRate=0.02`. A value that is not JSON is taken as text. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: Json;
  readonly text: string;
}

export async function load(file: string, settings: readonly Setting[]): Promise<Loaded> {
  const written = await loadFile(resolve(file), []);
  return {
    file: resolve(file),
    document: settings.reduce(withSetting, written[0]),
    written,
    settings: settings.map(({ text }) => text),
  };
}

/** A file laid over what it extends, then that, and so on. */
type Layers = readonly [Located, ...(readonly Located[])];

async function loadFile(file: string, from: readonly string[]): Promise<Layers> {
  const shown = relative(process.cwd(), file);
  if (from.includes(file))
    throw new BadInput({
      place: shown,
      rule: 'this pipeline extends itself.',
      remedy: [...from, file].map((name) => relative(process.cwd(), name)).join(' → '),
    });
  const text = (await ifPresent(stat(file)))?.isFile() ? await readFile(file, 'utf8') : undefined;
  if (text === undefined)
    throw new BadInput({
      place: shown,
      rule: 'there is no such file.',
      remedy: 'Pipelines are JSON files, usually in pipelines/.',
    });
  const document = parseLocated(text, shown);
  const base = document.kind === 'object' ? document.members.get('extends')?.value : undefined;
  if (base === undefined) return [document];
  const name = plain(base);
  if (typeof name !== 'string')
    throw new BadInput({ place: base.place, rule: 'extends is the name of another pipeline file.' });
  const parents = await loadFile(resolve(dirname(file), name), [...from, file]);
  return [merged(parents[0], document), ...parents];
}

export function parseSetting(text: string): Setting {
  const at = text.indexOf('=');
  if (at < 1)
    throw new BadInput({
      place: `--set ${text}`,
      rule: 'a setting is NAME=VALUE.',
      remedy: 'Example: --set train.with.learningRate=0.02',
    });
  return { path: text.slice(0, at).split('.'), value: jsonOrText(text.slice(at + 1)), text: `--set ${text}` };
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** A setting's path begins at a stage (`train.with.updates`) or at a member of the pipeline itself (`seed`). */
function withSetting(document: Located, { path, value, text }: Setting): Located {
  const stages = document.kind === 'object' ? document.members.get('stages')?.value : undefined;
  const [first = ''] = path;
  const isStage = stages?.kind === 'object' && stages.members.has(first);
  const full = isStage ? ['stages', ...path] : path;
  const patch = full.reduceRight<Json>((inner, name) => ({ [name]: inner }), value);
  return isJsonObject(patch) ? merged(document, located(patch, text)) : document;
}

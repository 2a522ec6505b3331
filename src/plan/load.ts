import { readFile, stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { isJsonObject, type Json } from '../artifact/json.js';
import { grouped } from '../artifact/numbers.js';
import { BadInput, type Problem } from '../stage/problem.js';
import { settingMark } from './setting.js';
import { ifPresent, ifReadable } from '../store/files.js';
import { located, merged, parseLocated, plain, type Located } from './located.js';
import { projectOf } from './project.js';
import { bounded } from './nesting.js';
import { foreignForm, reachOf, refusal, type Reach } from './reach.js';

/** A pipeline file as text became data: `extends` and `--set` laid over each other, positions kept; not yet checked. */
export interface Loaded {
  readonly file: string;
  readonly document: Located;
  /** The same pipeline without `--set`, and each one that it extends, laid over what that extends: nearest first. */
  readonly written: readonly Located[];
  readonly settings: readonly string[];
  readonly reach: Reach;
}

/** A `--set` argument: `train.with.learningRate=0.02`. A value that is not JSON is taken as text. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: Json;
  /** As it is said on the command line; the report tells of it, wherever it was said. */
  readonly text: string;
  /** Where it was said: what a person says may name paths that a file may not. */
  readonly place: string;
}

/** Reads a pipeline that a person named; the files that it extends must be within `reach`. */
export async function load(
  file: string,
  settings: readonly Setting[],
  reach: Reach = reachOf(projectOf(file)),
): Promise<Loaded> {
  const written = await loadFile(resolve(file), [], reach);
  return {
    file: resolve(file),
    document: settings.reduce(withSetting, written[0]),
    written,
    settings: settings.map(({ text }) => text),
    reach,
  };
}

/** Far more than people write, and no strain for a machine. */
const largestFile = 16_000_000;

/** A file laid over what it extends, then that, and so on. */
type Layers = readonly [Located, ...(readonly Located[])];

async function loadFile(file: string, from: readonly string[], reach: Reach): Promise<Layers> {
  const shown = placeOf(file);
  if (from.includes(file))
    throw new BadInput({
      place: shown,
      rule: 'this pipeline extends itself.',
      remedy: [...from, file].map((name) => relative(process.cwd(), name)).join(' → '),
    });
  const status = await ifReadable(stat(file));
  if (status !== undefined && status.size > largestFile)
    throw new BadInput({
      place: shown,
      rule: `this file has ${grouped(status.size)} bytes; a pipeline has at most ${grouped(largestFile)}.`,
    });
  if (status?.isFile() !== true)
    throw new BadInput({
      place: shown,
      rule: 'there is no such file.',
      remedy: 'Pipelines are JSON files, usually in pipelines/.',
    });
  const text = await ifReadable(readFile(file, 'utf8'));
  if (text === undefined) throw new BadInput({ place: shown, rule: 'this user may not read this file.' });
  const document = parseLocated(bounded(text, shown), shown);
  const base = document.kind === 'object' ? document.members.get('extends')?.value : undefined;
  if (base === undefined) return [document];
  const name = plain(base);
  if (typeof name !== 'string')
    throw new BadInput({ place: base.place, rule: 'extends is the name of another pipeline file.' });
  const parentFile = resolve(dirname(file), name);
  const problem = extendsProblem(name, parentFile, base.place, reach);
  if (problem !== undefined) throw new BadInput(problem);
  if (!(await isFile(parentFile)))
    throw new BadInput({
      place: base.place,
      rule: `extends ${name}, and there is no such file.`,
      remedy: 'Its path is seen from the folder of this file.',
    });
  const parents = await loadFile(parentFile, [...from, file], reach);
  return [merged(parents[0], document), ...parents];
}

async function isFile(file: string): Promise<boolean> {
  return (await ifPresent(stat(file)))?.isFile() === true;
}

function extendsProblem(name: string, file: string, place: string, reach: Reach): Problem | undefined {
  const form = foreignForm(name);
  return form === undefined
    ? refusal(reach, file, `extends, ${name},`, place)
    : { place, rule: `extends ${form}.` };
}

/** A file's place never looks like one on the command line, whatever the file is called. */
function placeOf(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('-') ? `./${path}` : path;
}

/** What a person says with --set. */
export function parseSetting(text: string): Setting {
  return settingAt(settingMark + text, text);
}

/** A setting that stands at `place`. Throws BadInput where it is none. */
export function settingAt(place: string, text: string): Setting {
  const at = text.indexOf('=');
  if (at < 1)
    throw new BadInput({
      place,
      rule: 'a setting is NAME=VALUE.',
      remedy: 'Example: --set train.with.learningRate=0.02',
    });
  return {
    path: text.slice(0, at).split('.'),
    value: jsonOrText(text.slice(at + 1)),
    ...{ text: settingMark + text, place },
  };
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** A setting's path begins at a stage (`train.with.updates`) or at a member of the pipeline itself (`seed`). */
function withSetting(document: Located, { path, value, place }: Setting): Located {
  const stages = document.kind === 'object' ? document.members.get('stages')?.value : undefined;
  const [first = ''] = path;
  const isStage = stages?.kind === 'object' && stages.members.has(first);
  const full = isStage ? ['stages', ...path] : path;
  const patch = full.reduceRight<Json>((inner, name) => ({ [name]: inner }), value);
  return isJsonObject(patch) ? merged(document, located(patch, place)) : document;
}

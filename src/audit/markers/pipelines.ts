import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { suggestion } from '../../stage/nearest.js';
import { BadInput } from '../../stage/problem.js';
import type { MarkedText } from './document.js';

/** Marked texts of one pipeline that was asked with the same settings: they are read from one plan. */
export interface Group {
  readonly file: string;
  readonly settings: readonly string[];
  readonly marked: readonly [MarkedText, ...(readonly MarkedText[])];
}

/** `document` is the file's name. Throws BadInput where a marker names a pipeline that is not there. */
export function pipelineFileOf({ marker: { pipeline }, place }: MarkedText, document: string): string {
  const folders = pipelineFolders(document);
  const file = folders.map((folder) => join(folder, `${pipeline}.json`)).find((path) => existsSync(path));
  if (file !== undefined && /^[a-z0-9][a-z0-9-]*$/.test(pipeline)) return file;
  const names = folders.flatMap((folder) => readdirSync(folder)).filter((name) => isPipeline(name));
  throw new BadInput({
    place,
    rule: `there is no pipeline "${pipeline}" in a folder pipelines/ beside the document or above it.`,
    remedy: suggestion(
      pipeline,
      names.map((name) => name.replace(/\.json$/, '')),
    ),
  });
}

/** The folders pipelines/ beside the document and above it, the nearest first. */
function pipelineFolders(document: string): readonly string[] {
  const folders: string[] = [];
  for (let at = dirname(resolve(document)); ; at = dirname(at)) {
    folders.push(join(at, 'pipelines'));
    if (dirname(at) === at) return folders.filter((folder) => existsSync(folder));
  }
}

function isPipeline(name: string): boolean {
  return name.endsWith('.json') && !name.endsWith('.lock.json');
}

/** The texts by their pipeline and settings, in the order of first appearance; `always` are settings of all. */
export function groupsOf(
  texts: readonly { readonly file: string; readonly marked: MarkedText }[],
  always: readonly string[],
): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { file, marked } of texts) {
    const settings = [...marked.marker.settings, ...always];
    const name = JSON.stringify([file, settings]);
    const before = groups.get(name);
    const together = before === undefined ? ([marked] as const) : ([...before.marked, marked] as const);
    groups.set(name, { file, settings, marked: together });
  }
  return [...groups.values()];
}

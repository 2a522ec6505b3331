import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { expand } from '../plan/expand.js';
import { projectOf } from '../plan/project.js';
import { load, parseSetting, type Setting } from '../plan/load.js';
import { reachOf, refusal, type Reach } from '../plan/reach.js';
import { BadInput } from '../stage/problem.js';
import { planOf, type Plan, type SourcesOf } from '../plan/recipe.js';
import { openStore, type Store } from '../store/store.js';

/** What every command that takes a pipeline has in common. */
export interface PipelineOptions {
  readonly set: readonly string[];
  /** What the pipeline may read besides its project's folder. */
  readonly allowPath?: readonly string[];
  readonly json?: boolean;
}

export function pipelineCommand(program: Command, name: string): Command {
  return withPipelineOptions(
    program.command(name).argument('<pipeline>', 'a pipeline file, or its name', pipelineFileOf),
  );
}

export function withPipelineOptions(
  command: Command,
  set = 'override a parameter: train.with.learningRate=0.02 (repeatable)',
): Command {
  return command
    .option('--set <name=value>', set, repeated, [])
    .option(
      '--allow-path <path>',
      "let the pipeline read this path, outside its project's folder (repeatable)",
      repeated,
      [],
    )
    .option('--json', 'print events as JSON, one a line');
}

/** For an option that may be given several times. */
export function repeated(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** The file of a pipeline that is named by its path, or by its name alone: `quickstart` is pipelines/quickstart.json here. */
export function pipelineFileOf(named: string): string {
  const inFolder = join('pipelines', `${named}.json`);
  return !existsSync(named) && existsSync(inFolder) ? inFolder : named;
}

export interface Opened {
  readonly plan: Plan;
  readonly store: Store;
}

export function open(file: string, { set, allowPath }: PipelineOptions): Promise<Opened> {
  return openWith(file, set.map(parseSetting), allowPath);
}

/** With settings of which not all need be a person's. */
export async function openWith(
  file: string,
  settings: readonly Setting[],
  allowPath: readonly string[] = [],
  sourcesOf?: SourcesOf,
): Promise<Opened> {
  const reach = reachOf(projectOf(file), allowPath);
  const plan = await planOf(await expand(await load(file, settings, reach)), sourcesOf);
  return { plan, store: openStore(storeFolder(reach)) };
}

/** The project's artifacts/. Throws BadInput where it, or what is at once in it or in its reports/, is a symbolic link out of what may be touched. */
function storeFolder(reach: Reach): string {
  const root = join(reach.project, 'artifacts');
  // What is in a folder is looked at only once the folder itself may be.
  for (const paths of [() => [root], () => linksIn(root), () => linksIn(join(root, 'reports'))]) {
    const problems = paths().flatMap(
      (path) => refusal(reach, path, 'the store', relative(process.cwd(), path)) ?? [],
    );
    if (problems.length > 0) throw new BadInput(problems);
  }
  return root;
}

function linksIn(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const links = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
  return links.map(({ name }) => join(folder, name));
}

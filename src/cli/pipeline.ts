import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { expand } from '../plan/expand.js';
import { projectOf } from '../plan/project.js';
import { load, parseSetting } from '../plan/load.js';
import { planOf, type Plan } from '../plan/recipe.js';
import { openStore, type Store } from '../store/store.js';

/** What every command that takes a pipeline has in common. */
export interface PipelineOptions {
  readonly set: readonly string[];
  readonly json?: boolean;
}

export function pipelineCommand(program: Command, name: string): Command {
  return withPipelineOptions(program.command(name).argument('<pipeline>', 'a pipeline file'));
}

export function withPipelineOptions(command: Command): Command {
  return command
    .option(
      '--set <name=value>',
      'override a parameter: train.with.learningRate=0.02 (repeatable)',
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

export async function open(file: string, { set }: PipelineOptions): Promise<Opened> {
  const project = projectOf(file);
  const plan = await planOf(await expand(await load(file, set.map(parseSetting)), project));
  return { plan, store: openStore(join(project, 'artifacts')) };
}

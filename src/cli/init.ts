import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Command } from 'commander';
import { check } from '../plan/check.js';
import { located } from '../plan/located.js';
import { pipelineSchema } from '../plan/schema.js';
import { BadInput } from '../stage/problem.js';
import { beginningOf, type Beginning } from './init/project.js';
import { shown } from './text.js';
import { jsonLines } from './json-lines.js';

export function addInit(program: Command): void {
  program
    .command('init')
    .argument('[name]', 'of the pipeline, and of the folder where a new project begins', 'my-study')
    .description('begin a project, or a pipeline in the project that you stand in')
    .option('--json', 'print events as JSON, one a line')
    .addHelpText('after', '\nExample: samebits init my-study')
    .action(async (name: string, { json }: { json?: boolean }) => {
      checkName(name);
      const beginning = beginningOf(name, process.cwd());
      const written = await write(beginning);
      console.log(json ? events(written) : text(name, beginning, written));
    });
}

function checkName(name: string): void {
  const place = `samebits init ${name}`;
  const { problems } = check(pipelineSchema.properties.name, located(name, place), {
    prefix: 'the name',
    unknown: () => '',
  });
  if (problems.length > 0) throw new BadInput(problems);
}

/** Writes all files or none: what is there stays as it is. Gives their paths from where one stands. */
async function write({ folder, files }: Beginning): Promise<readonly string[]> {
  const paths = [...files.keys()].map((name) => relative(process.cwd(), join(folder, name)));
  const taken = paths.filter((path) => existsSync(path));
  if (taken.length > 0)
    throw new BadInput(
      taken.map((place) => ({ place, rule: 'this file is there already.', remedy: 'Choose another name.' })),
    );
  for (const [name, content] of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { flag: 'wx' });
  }
  return paths;
}

function events(written: readonly string[]): string {
  const lines = written.map((file) => ({ event: 'written', file }));
  return jsonLines([...lines, { event: 'finished', exitCode: 0 }]);
}

function text(name: string, { folder, isProject }: Beginning, written: readonly string[]): string {
  const pipeline = shown(relative(process.cwd(), join(folder, 'pipelines', `${name}.json`)));
  return [
    `written    ${shown(written.join(', '))}`,
    ...(isProject ? [] : [`install    cd ${shown(relative(process.cwd(), folder))} && npm install`]),
    `run it     npx samebits run ${isProject ? pipeline : `pipelines/${name}.json`}`,
    'change it  the file says what its parts are; docs/pipelines.md has all that a pipeline can say',
    'add to it  npx samebits stages lists what there is; a stage of your own: docs/stages.md',
  ].join('\n');
}
